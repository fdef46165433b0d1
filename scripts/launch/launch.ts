import { prepareMachine } from '../setup/machine.ts'
import { ensureCredentials } from './credentials.ts'
import { takeHome, type Home } from './home.ts'
import { claimPort } from './ports.ts'
import { startPracticeAccount, startWorkshop } from './servers.ts'
import { ROOT, type Settings } from './settings.ts'
import type { Shutdown } from './shutdown.ts'

export interface LaunchOptions {
  settings: Settings
  shutdown: Shutdown
  say: (line: string) => void
  /** Extra arguments of Node for the servers, such as --watch. */
  nodeArguments?: string[]
  /** What else must be done before the servers start; it goes on beside the preparations. */
  meanwhile?: (home: Home) => Promise<void>
}

export interface PracticeAccount {
  home: Home
  endpoint: string
  /** What tasks run as, for people. */
  runtime: string
}

/** Makes state folder, ports and machine ready, then starts the practice account and waits until it answers. */
export async function launchPracticeAccount(options: LaunchOptions): Promise<PracticeAccount> {
  const { settings, shutdown, say, nodeArguments, meanwhile } = options
  const home = takeHome(settings.home)
  shutdown.atEnd('state folder', () => home.release())
  const port = await claimPort(settings.sandboxPort, 'SANDBOX_PORT', 'practice account')
  const [machine] = await Promise.all([
    prepareMachine({ root: ROOT, home: home.folder, wish: settings.install, say }),
    meanwhile?.(home),
  ])
  const { engine, containers } = machine
  if (engine) shutdown.atEnd('container engine', () => engine.stop())
  const onLost = (message: string) => void shutdown.fail(message)
  const practice = startPracticeAccount({ home, say, onLost, port, containers, nodeArguments })
  shutdown.atEnd('practice account', () => practice.server.stop())
  const endpoint = await practice.ready
  return { home, endpoint, runtime: await runtimeOf(endpoint, containers) }
}

/** Starts lab-runner beside a practice account; answers the address that signs in. */
export async function launchWorkshop(
  practice: PracticeAccount,
  port: number,
  options: LaunchOptions,
): Promise<string> {
  const { shutdown, say, nodeArguments } = options
  await ensureCredentials(practice.home.folder, practice.endpoint).catch((error: unknown) =>
    say(`The file with the practice account’s keys could not be written: ${(error as Error).message}`),
  )
  const workshop = startWorkshop({
    home: practice.home,
    say,
    onLost: message => void shutdown.fail(message),
    port,
    practiceEndpoint: practice.endpoint,
    nodeArguments,
    onRestart: address => say(`The workshop is back: ${address}`),
  })
  shutdown.atEnd('workshop', () => workshop.server.stop())
  const address = await workshop.ready
  practice.home.noteAddress(new URL(address).origin)
  return address
}

/** What tasks run as: an account that was left to choose takes containers where there are any. */
async function runtimeOf(endpoint: string, containers: boolean): Promise<string> {
  const response = await fetch(`${endpoint}/_sandbox/health`)
  const { runtime } = (await response.json()) as { runtime?: string }
  const inContainers = runtime === 'docker' || (runtime === 'auto' && containers)
  return inContainers ? 'tasks run as containers' : 'tasks run as plain processes'
}
