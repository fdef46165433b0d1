import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { installMissing, type InstallOptions } from './install.ts'
import { parts } from './parts.ts'

let home: string
beforeEach(() => (home = mkdtempSync(path.join(tmpdir(), 'slipway-install-'))))
afterEach(() => rmSync(home, { recursive: true }))

const missing = parts.filter(part => part.id === 'aws' || part.id === 'engine')

function machine(overrides: Partial<InstallOptions> & { answer?: string; problem?: string }) {
  const installed: string[][] = []
  const asked: string[] = []
  const said: string[] = []
  const options: InstallOptions = {
    home,
    wish: 'auto',
    say: line => said.push(line),
    interactive: false,
    prefix: [],
    ask: question => {
      asked.push(question)
      return Promise.resolve(overrides.answer ?? '')
    },
    apt: packages => {
      installed.push(packages)
      return Promise.resolve(overrides.problem ?? null)
    },
    ...overrides,
  }
  return { run: () => installMissing(missing, options), installed, asked, said }
}

test('as root without a terminal it installs without a question', async () => {
  const { run, installed, asked } = machine({})
  await run()
  expect(installed).toEqual([['docker.io', 'awscli']])
  expect(asked).toEqual([])
})

test('without a terminal and not as root it installs nothing: sudo would ask', async () => {
  const { run, installed } = machine({ prefix: ['sudo'] })
  await run()
  expect(installed).toEqual([])
})

test.each([{ wish: 'no' as const }, { prefix: null }])('installs nothing with %j', async overrides => {
  const { run, installed, asked } = machine({ interactive: true, answer: 'y', ...overrides })
  await run()
  expect([installed, asked]).toEqual([[], []])
})

test('on a terminal it asks once, says what each part adds, and takes a no for good', async () => {
  const first = machine({ interactive: true, prefix: ['sudo'], answer: '' })
  await first.run()
  expect(first.asked[0]).toContain('aws command line: the labs’ own commands')
  expect(first.asked[0]).toContain('sudo apt-get install docker.io awscli')
  const second = machine({ interactive: true, prefix: ['sudo'], answer: 'y' })
  await second.run()
  expect([second.asked, second.installed]).toEqual([[], []])
  const wished = machine({ interactive: true, prefix: ['sudo'], wish: 'yes' })
  await wished.run()
  expect(wished.installed).toHaveLength(1)
})

test('on a terminal a yes installs', async () => {
  const { run, installed } = machine({ interactive: true, answer: 'Yes' })
  await run()
  expect(installed).toHaveLength(1)
})

test('a failure is said, is nobody’s end, and is not tried again at once', async () => {
  const first = machine({ problem: 'apt-get update and install failed' })
  await first.run()
  expect(first.said.at(-1)).toBe('Not installed: apt-get update and install failed. Slipway goes on without.')
  const second = machine({})
  await second.run()
  expect(second.installed).toEqual([])
})
