import { enableCompileCache } from 'node:module'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Catalogue } from './runtime/catalogue.ts'
import type { SandboxOptions } from './start.ts'

enableCompileCache()

const GIVE_UP_AFTER = 3000

try {
  const { startSandbox } = await import('./start.ts')
  const running = await startSandbox(optionsFrom(process.env))
  let closing = false
  const close = () => {
    if (closing) return
    closing = true
    setTimeout(() => process.exit(1), GIVE_UP_AFTER).unref()
    running.close().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    )
  }
  // State on disk is whole after each turn, so one failed task of a controller is no reason to end everybody's tasks.
  for (const event of ['uncaughtException', 'unhandledRejection']) {
    process.on(event, (error: unknown) => {
      running.sandbox.log.error({ err: error }, event)
    })
  }
  process.on('SIGINT', close)
  process.on('SIGTERM', close)
  process.stdout.write(`practice account ready ${running.endpoint}\n`)
} catch (error) {
  fail(error)
}

function optionsFrom(env: NodeJS.ProcessEnv): SandboxOptions {
  const auth = env['SANDBOX_AUTH'] ?? 'on'
  const runtime = env['SANDBOX_RUNTIME'] ?? 'auto'
  const port = Number(env['SANDBOX_PORT'] ?? 4566)
  const defaultAccountId = env['SANDBOX_ACCOUNT_ID'] ?? '000000000000'
  if (auth !== 'on' && auth !== 'off') throw wrong('SANDBOX_AUTH', auth, 'on or off')
  if (runtime !== 'auto' && runtime !== 'docker' && runtime !== 'process') {
    throw wrong('SANDBOX_RUNTIME', runtime, 'auto, docker or process')
  }
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw wrong('SANDBOX_PORT', env['SANDBOX_PORT'], 'a port, 0 to 65535')
  if (!/^\d{12}$/.test(defaultAccountId)) throw wrong('SANDBOX_ACCOUNT_ID', defaultAccountId, '12 digits')
  const privilegedBuilds = env['SANDBOX_PRIVILEGED_BUILDS'] ?? 'on'
  if (privilegedBuilds !== 'on' && privilegedBuilds !== 'off') {
    throw wrong('SANDBOX_PRIVILEGED_BUILDS', privilegedBuilds, 'on or off')
  }
  const catalogue = env['SANDBOX_CATALOGUE']
  return {
    port,
    dataDir: path.join(env['SLIPWAY_HOME'] ?? '.slipway', 'sandbox'),
    auth,
    runtime,
    defaultAccountId,
    privilegedBuilds,
    logLevel: env['LOG_LEVEL'] ?? 'info',
    ...(catalogue && { catalogue: readCatalogue(catalogue) }),
  }
}

function readCatalogue(file: string): Catalogue {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Catalogue
  } catch (error) {
    throw wrong('SANDBOX_CATALOGUE', file, `a JSON file of images (${(error as Error).message})`)
  }
}

function wrong(name: string, value: string | undefined, expected: string): Error {
  return new Error(`${name} is ${JSON.stringify(value)}; expected ${expected}.`)
}

function fail(error: unknown): never {
  const { code, message, port } = error as NodeJS.ErrnoException & { port?: number }
  const text =
    code === 'EADDRINUSE'
      ? `Port ${port} is taken by another program. Stop it, or set SANDBOX_PORT to another port.`
      : message || String(error)
  process.stderr.write(`The practice account cannot run: ${text}\n`)
  process.exit(1)
}
