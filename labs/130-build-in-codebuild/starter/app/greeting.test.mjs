import assert from 'node:assert'
import test from 'node:test'
import { greeting } from './greeting.mjs'

test('greets by name', () => {
  assert.equal(greeting('you'), 'Hello, you!')
})
