import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

let root: string
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'slipway-bootstrap-'))
  mkdirSync(path.join(root, 'scripts'))
  cpSync(path.join(import.meta.dirname, 'bootstrap.mjs'), path.join(root, 'scripts/bootstrap.mjs'))
  writeFileSync(
    path.join(root, 'scripts/hello.ts'),
    `const greeting: string = 'hello'
     console.log(greeting, process.argv.slice(2).join(' '))
     if (process.argv[2] === 'fail') process.exit(42)`,
  )
  lock('1.0.0')
  // An npm that notes what it was asked, and does what the file beside it says.
  writeFileSync(
    path.join(root, 'npm-cli.js'),
    `const fs = require('fs')
     fs.appendFileSync('npm-calls', process.argv[2] + '\\n')
     if (fs.existsSync('npm-fails')) process.exit(1)
     fs.mkdirSync('node_modules', { recursive: true })
     fs.copyFileSync('package-lock.json', 'node_modules/.package-lock.json')`,
  )
})
afterEach(() => rmSync(root, { recursive: true }))

function lock(version: string): void {
  const packages = {
    '': {},
    'node_modules/left': { version },
    'node_modules/for-another-platform': { version: '1.0.0', optional: true },
    'node_modules/@slipway/labs': { link: true },
  }
  writeFileSync(path.join(root, 'package-lock.json'), JSON.stringify({ packages }))
}

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/bootstrap.mjs', ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, npm_execpath: path.join(root, 'npm-cli.js') },
  })
  const calls = path.join(root, 'npm-calls')
  return {
    status,
    stdout,
    stderr,
    npm: existsSync(calls) ? readFileSync(calls, 'utf8').trim().split('\n') : [],
  }
}

test('installs once, then runs the command with its arguments', () => {
  const first = run('hello', 'big', 'world')
  expect(first).toMatchObject({ status: 0, npm: ['ci'] })
  expect(first.stdout).toMatch(/Installing[^]*Installed in \d+ s\.\nhello big world/)
  expect(run('hello')).toMatchObject({ status: 0, stdout: 'hello \n', npm: ['ci'] })
})

test('installs again when the lock asks for another version, or node_modules is gone', () => {
  run('hello')
  lock('1.0.1')
  expect(run('hello').npm).toEqual(['ci', 'ci'])
  rmSync(path.join(root, 'node_modules'), { recursive: true })
  expect(run('hello').npm).toEqual(['ci', 'ci', 'ci'])
})

test('hands the exit code through', () => {
  expect(run('hello', 'fail').status).toBe(42)
})

test('without network it says so, and runs nothing', () => {
  writeFileSync(path.join(root, 'npm-fails'), '')
  const { status, stdout, stderr, npm } = run('hello')
  expect(status).toBe(1)
  expect(npm).toEqual(['ci', 'ping'])
  expect(stderr).toMatch(/registry cannot be reached\. Connect this machine to the network once/)
  expect(stdout).not.toContain('hello')
})

test('an unknown command is named', () => {
  expect(run('../evil').stderr).toContain('There is no command "../evil".')
})
