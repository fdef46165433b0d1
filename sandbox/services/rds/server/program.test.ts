import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findServerProgram } from './program.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'program-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function program(name: string, output: string): void {
  writeFileSync(path.join(folder, name), `#!/bin/sh\necho '${output}'\n`, { mode: 0o755 })
}

test('a MariaDB is found with its version', () => {
  program('mariadbd', 'mariadbd  Ver 11.4.2-MariaDB-ubu2404 for debian-linux-gnu on x86_64')
  program('mariadb-install-db', '')
  expect(findServerProgram(['relative', '/nowhere', folder])).toEqual({
    server: path.join(folder, 'mariadbd'),
    installer: path.join(folder, 'mariadb-install-db'),
    version: '11.4.2',
  })
})

test('without a server the error says what to install', () => {
  expect(() => findServerProgram([folder])).toThrow(
    /none is installed on this machine.*sudo apt install mariadb-server-core; macOS: brew install mariadb/,
  )
  expect(() => findServerProgram([folder])).toThrow(expect.objectContaining({ status: 501 }) as Error)
})

test('another server is named, and not taken for MariaDB', () => {
  program('mysqld', 'mysqld  Ver 8.4.3 for Linux on x86_64 (MySQL Community Server - GPL)')
  program('mariadb-install-db', '')
  expect(() => findServerProgram([folder])).toThrow(`${path.join(folder, 'mysqld')} is another server`)
})
