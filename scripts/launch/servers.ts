import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { catalogue } from '../catalogue.ts'
import type { Home } from './home.ts'
import { ROOT } from './settings.ts'
import { supervise, type Supervised } from './supervise.ts'

interface Common {
  home: Home
  say: (line: string) => void
  onLost: (message: string) => void
  nodeArguments?: string[]
}

/** Node's own arguments for the practice account: a small young generation saves 50 MiB and costs no request a second (`npm run bench`). */
export const PRACTICE_ACCOUNT_ARGUMENTS = ['--max-semi-space-size=4']

/** Starts the practice account; resolves when it answers. */
export function startPracticeAccount(options: Common & { port: number; containers: boolean }): {
  server: Supervised
  ready: Promise<string>
} {
  const { home, say, onLost, port, containers, nodeArguments } = options
  const catalogueFile = path.join(home.folder, 'catalogue.json')
  writeFileSync(catalogueFile, JSON.stringify(catalogue(ROOT), null, 2))
  const ready = Promise.withResolvers<string>()
  const server = supervise({
    name: 'practice account',
    script: path.join(ROOT, 'sandbox/server.ts'),
    cwd: ROOT,
    logFile: home.log('practice-account'),
    environment: {
      SLIPWAY_HOME: home.folder,
      SANDBOX_PORT: String(port),
      SANDBOX_CATALOGUE: catalogueFile,
      // Whoever may use an engine is root on its machine: not the learners of a public workshop.
      ...(process.env.PUBLIC_URL && { SANDBOX_PRIVILEGED_BUILDS: 'off' }),
      // Where the images could not be made, only processes can run the labs' tasks.
      ...(containers ? {} : { SANDBOX_RUNTIME: process.env.SANDBOX_RUNTIME ?? 'process' }),
    },
    ready: /^practice account ready (\S+)/,
    nodeArguments: [...PRACTICE_ACCOUNT_ARGUMENTS, ...(nodeArguments ?? [])],
    say,
    onStart: pid => home.noteServer('practice account', pid),
    onReady: line => ready.resolve(line.split(' ').at(-1) ?? ''),
    onLost,
  })
  return { server, ready: ready.promise }
}

/** Starts lab-runner; resolves with the address that signs in. */
export function startWorkshop(
  options: Common & { port: number; practiceEndpoint: string; onRestart: (address: string) => void },
): { server: Supervised; ready: Promise<string> } {
  const { home, say, onLost, port, practiceEndpoint, nodeArguments, onRestart } = options
  const ready = Promise.withResolvers<string>()
  const server = supervise({
    name: 'workshop',
    script: path.join(ROOT, 'lab-runner/server.ts'),
    cwd: ROOT,
    logFile: home.log('workshop'),
    environment: {
      SLIPWAY_HOME: home.folder,
      PORT: String(port),
      PRACTICE_ENDPOINT: practiceEndpoint,
      PRACTICE_ADMIN_TOKEN_FILE: path.join(home.folder, 'sandbox/admin-token'),
      SITE_DIR: path.join(ROOT, 'site/dist'),
    },
    ready: /^workshop ready (\S+)/,
    nodeArguments,
    say,
    onStart: pid => home.noteServer('workshop', pid),
    onReady: (line, restarted) => {
      const address = line.split(' ').at(-1) ?? ''
      if (restarted) onRestart(address)
      ready.resolve(address)
    },
    onLost,
  })
  return { server, ready: ready.promise }
}
