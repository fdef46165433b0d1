import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { ROOT } from './launch/settings.ts'

interface Locked {
  version?: string
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
  resolved?: string
  link?: boolean
}

const packagesOf = (folder: string) =>
  (
    JSON.parse(readFileSync(path.join(ROOT, folder, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, Locked>
    }
  ).packages
/** The workshop's lock, and that of the uploads app, which its Dockerfile installs by. */
const LOCKS = ['.', 'reference-app']

// npm leaves out what its registry does not have at the moment of the install; then `npm ci` refuses the lock, or macOS lacks a binary.
test.each(LOCKS)('the lock in %s has the binaries of every platform', folder => {
  const packages = packagesOf(folder)
  const names = new Set(Object.keys(packages).map(key => key.split('node_modules/').at(-1)))
  const missing = Object.entries(packages).flatMap(([key, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter(name => !names.has(name))
      .map(name => `${name}, wanted by ${key}: pin a version that has it under "overrides" in package.json`),
  )
  expect(missing).toEqual([])
})

test.each(LOCKS)('the lock in %s names no registry, so that everyone’s own serves it', folder => {
  const addresses = Object.values(packagesOf(folder)).filter(
    entry => !entry.link && entry.resolved?.startsWith('http'),
  )
  expect(addresses).toEqual([])
})

test('the uploads app’s own lock has the versions that its tests ran with', () => {
  const [whole, own] = [packagesOf('.'), packagesOf('reference-app')]
  const { dependencies, devDependencies } = whole['reference-app'] ?? {}
  expect(own['']).toMatchObject({ dependencies, devDependencies })
  const others = Object.keys({ ...dependencies, ...devDependencies }).filter(name => {
    const key = `node_modules/${name}`
    return own[key]?.version !== (whole[`reference-app/${key}`] ?? whole[key])?.version
  })
  expect(others, 'make it anew: npm install --package-lock-only in a copy of reference-app').toEqual([])
})
