import path from 'node:path'
import { expect, test } from 'vitest'
import { readSettings, ROOT } from './settings.ts'

test('has defaults for everything', () => {
  expect(readSettings([], {})).toEqual({
    port: 4321,
    sandboxPort: 4566,
    home: path.join(ROOT, '.slipway'),
    install: 'auto',
    open: true,
  })
})

test('takes ports and state folder from the environment', () => {
  const settings = readSettings([], { PORT: '5000', SANDBOX_PORT: '0', SLIPWAY_HOME: '/srv/slipway' })
  expect(settings).toMatchObject({ port: 5000, sandboxPort: 0, home: '/srv/slipway' })
})

test.each([
  { args: ['--no-install'], environment: {}, install: 'no' },
  { args: [], environment: { npm_config_install: '' }, install: 'no' },
  { args: ['--install'], environment: {}, install: 'yes' },
])('$args with $environment installs: $install', ({ args, environment, install }) => {
  expect(readSettings(args, environment).install).toBe(install)
})

test('--no-open opens no browser, also where npm took the flag for its own', () => {
  expect(readSettings(['--no-open'], {}).open).toBe(false)
  expect(readSettings([], { npm_config_open: '' }).open).toBe(false)
})

test.each(['abc', '-1', '65536', '80.5'])('refuses the port %s by name', value => {
  expect(() => readSettings([], { SANDBOX_PORT: value })).toThrow(
    `SANDBOX_PORT is "${value}"; it must be a port`,
  )
})

test('refuses an unknown option and names the known ones', () => {
  expect(() => readSettings(['--portt'], {})).toThrow(/Unknown option '--portt'[^]*--no-install/)
})
