import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { buildApp } from './launch/app-build.ts'
import { claimPort } from './launch/ports.ts'
import { readSettings, ROOT } from './launch/settings.ts'
import { Shutdown } from './launch/shutdown.ts'
import { supervise } from './launch/supervise.ts'

const say = (line: string) => console.log(line)
const shutdown = new Shutdown(say)

// The uploads app alone: SQLite and a folder below the state folder, or whatever else the environment says.
await shutdown.guard(async () => {
  const { home } = readSettings(process.argv.slice(2), process.env)
  const logs = path.join(home, 'logs')
  mkdirSync(logs, { recursive: true })
  await buildApp(ROOT, path.join(logs, 'app-build.log'), say)

  const port = await claimPort(Number(process.env.PORT || 8080), 'PORT', 'uploads app')
  const dataDir = process.env.DATA_DIR || path.join(home, 'app')
  const logFile = path.join(logs, 'app.log')
  const app = supervise({
    name: 'uploads app',
    script: path.join(ROOT, 'reference-app/dist/server.js'),
    cwd: ROOT,
    // Nobody balances load here, so there is nothing to wait for at the end.
    environment: { HOST: '127.0.0.1', PORT: String(port), DATA_DIR: dataDir, SHUTDOWN_DELAY_SECONDS: '0' },
    logFile,
    ready: /"message":"Version .* listens on/,
    say,
    onStart: () => undefined,
    onReady: () => say(`The uploads app: http://127.0.0.1:${port}`),
    onLost: message => void shutdown.fail(message),
  })
  shutdown.atEnd('uploads app', () => app.stop())
  say(`Its files and database: ${dataDir}; its log: ${logFile}. Ctrl-C stops it.`)
})
