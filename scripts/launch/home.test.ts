import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { takeHome } from './home.ts'

let folder: string
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'slipway-home-'))))
afterEach(() => rmSync(folder, { recursive: true }))

test('makes the folder for its owner alone, and can be taken again after release', () => {
  const home = takeHome(path.join(folder, 'state'))
  expect(statSync(home.folder).mode & 0o777).toBe(0o700)
  home.noteServer('workshop', 999_999)
  home.release()
  takeHome(home.folder).release()
})

test('what a dead process left behind does not stand in the way', () => {
  writeFileSync(
    path.join(folder, 'start.json'),
    JSON.stringify({ pid: 4_194_300, servers: { workshop: 4_194_301 } }),
  )
  expect(() => takeHome(folder)).not.toThrow()
})

test('a process that merely has the number of an old one is left alone', () => {
  // This test runner is alive and no Slipway.
  const old = { pid: process.pid, servers: { workshop: process.pid }, workshop: 'http://127.0.0.1:4321' }
  writeFileSync(path.join(folder, 'start.json'), JSON.stringify(old))
  expect(() => takeHome(folder)).not.toThrow()
})

test('a folder that cannot be made is an error that says why and what to set', () => {
  writeFileSync(path.join(folder, 'file'), '')
  expect(() => takeHome(path.join(folder, 'file/state'))).toThrow(/cannot be used: .*ENOTDIR.*SLIPWAY_HOME/)
})
