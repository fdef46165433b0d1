import assert from 'node:assert'
import { readFileSync } from 'node:fs'
import test from 'node:test'

test('the version begins with a number', () => {
  const [, version] = /^ENV APP_VERSION=(.*)$/m.exec(readFileSync('Dockerfile', 'utf8')) ?? []
  assert.match(version, /^\d+(-\w+)?$/)
})
