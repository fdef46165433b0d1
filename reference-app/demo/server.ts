import { createApp } from './app.ts'
import { taskIdentity } from './task.ts'

const GRACE_MS = 5000

const version = process.env.APP_VERSION ?? '1'
const host = process.env.HOST ?? '0.0.0.0'
const port = Number(process.env.PORT ?? 8080)

const server = createApp({
  version,
  task: taskIdentity(process.env.ECS_CONTAINER_METADATA_URI_V4),
  log: print,
})

server.on('error', (error: NodeJS.ErrnoException) => {
  const why =
    error.code === 'EADDRINUSE' ? 'something else listens there; set PORT to another' : error.message
  print({
    time: new Date().toISOString(),
    level: 'error',
    message: `Cannot listen on ${host}:${port}: ${why}.`,
  })
  process.exit(1)
})
server.listen(port, host, () => say(`Version ${version} listens on ${host}:${boundPort()}.`))

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop(signal))

// As a container's first process, Node gets no default action for signals: without this, stopping would take until SIGKILL.
function stop(signal: string): void {
  say(`${signal}: no new connections; requests under way get their answers.`)
  server.close(() => {
    say('Stopped.')
    process.exit(0)
  })
  setTimeout(() => server.closeAllConnections(), GRACE_MS - 500).unref()
}

function boundPort(): number {
  const address = server.address()
  return address !== null && typeof address === 'object' ? address.port : port
}

function say(message: string): void {
  print({ time: new Date().toISOString(), level: 'info', message })
}

function print(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}
