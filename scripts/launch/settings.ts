import path from 'node:path'
import { parseArgs } from 'node:util'
import type { InstallWish } from '../setup/install.ts'
import { StartError } from './start-error.ts'

/** The checkout. */
export const ROOT = path.resolve(import.meta.dirname, '../..')

/** What the environment and the command line say. */
export interface Settings {
  /** Workshop's port, `PORT`; 0 takes a free one. */
  port: number
  /** Practice account's port, `SANDBOX_PORT`; 0 takes a free one. */
  sandboxPort: number
  /** State folder, `SLIPWAY_HOME`. */
  home: string
  install: InstallWish
  /** Whether to open a browser. */
  open: boolean
}

const OPTIONS = `Options: --install installs missing system packages without a question, --no-install installs none, --no-open opens no browser.
Variables: PORT (4321) the workshop, SANDBOX_PORT (4566) the practice account, SLIPWAY_HOME (.slipway) the state folder.`

/** Reads settings; npm turns \`npm start --no-install\` into a variable of its own, which counts as well. */
export function readSettings(args: string[], environment: NodeJS.ProcessEnv): Settings {
  const given = parse(args)
  const no = (name: 'install' | 'open') => given[`no-${name}`] ?? isNo(environment[`npm_config_${name}`])
  return {
    port: readPort(environment, 'PORT', 4321),
    sandboxPort: readPort(environment, 'SANDBOX_PORT', 4566),
    home: path.resolve(ROOT, environment.SLIPWAY_HOME || '.slipway'),
    install: no('install') ? 'no' : given.install ? 'yes' : 'auto',
    open: !no('open'),
  }
}

function parse(args: string[]): Partial<Record<'install' | 'no-install' | 'no-open', boolean>> {
  const flag = { type: 'boolean' } as const
  try {
    const { values } = parseArgs({
      args,
      options: { install: flag, 'no-install': flag, 'no-open': flag, help: flag },
    })
    if (values.help) throw new StartError(OPTIONS)
    return values
  } catch (error) {
    if (error instanceof StartError) throw error
    throw new StartError(`${(error as Error).message.split('.', 1)[0]}.\n${OPTIONS}`)
  }
}

function isNo(value: string | undefined): boolean {
  return value === '' || value === 'false'
}

function readPort(environment: NodeJS.ProcessEnv, name: string, byDefault: number): number {
  const text = environment[name]
  if (!text) return byDefault
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port <= 65535) return port
  throw new StartError(
    `${name} is "${text}"; it must be a port, a number from 1 to 65535 (0 takes a free one).`,
  )
}
