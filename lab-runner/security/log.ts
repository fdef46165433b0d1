import { pino, type DestinationStream, type Logger } from 'pino'

const SECRETS = [
  'cookie',
  'authorization',
  'token',
  'secret',
  'password',
  'accessKeyId',
  'secretAccessKey',
  'sessionToken',
  'credentials',
]

/** The runner's log, one JSON line an event, without secrets at any depth that it logs. */
export function createLog(level = 'info', destination?: DestinationStream): Logger {
  const paths = SECRETS.flatMap(name => [name, `*.${name}`, `*.*.${name}`, `*.*.*.${name}`])
  const options = {
    level,
    base: null,
    redact: { paths: [...paths, '*["set-cookie"]', '*.*["set-cookie"]'], censor: '[redacted]' },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
  }
  return destination ? pino(options, destination) : pino(options)
}

/** A URL for the log: without its query, for a token may stand there. */
export function loggedUrl(url: string | undefined): string {
  return (url ?? '/').split('?', 1)[0] ?? '/'
}
