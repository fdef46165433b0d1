import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { ROOT } from './launch/settings.ts'

interface Locked {
  optionalDependencies?: Record<string, string>
  resolved?: string
  link?: boolean
}

const { packages } = JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, Locked>
}

// npm leaves out what its registry does not have at the moment of the install; then `npm ci` refuses the lock, or macOS lacks a binary.
test('the lock has the binaries of every platform', () => {
  const names = new Set(Object.keys(packages).map(key => key.split('node_modules/').at(-1)))
  const missing = Object.entries(packages).flatMap(([key, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter(name => !names.has(name))
      .map(name => `${name}, wanted by ${key}: pin a version that has it under "overrides" in package.json`),
  )
  expect(missing).toEqual([])
})

test('the lock names no registry, so that everyone’s own serves it', () => {
  const addresses = Object.values(packages).filter(entry => !entry.link && entry.resolved?.startsWith('http'))
  expect(addresses).toEqual([])
})
