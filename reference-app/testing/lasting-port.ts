import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/** A free port that stays free while nothing listens on it: below those that the system gives to connections. */
export async function lastingPort(): Promise<number> {
  for (;;) {
    const port = randomInt(15_000, 30_000)
    const server = createServer()
    const isFree = await new Promise<boolean>(resolve => {
      server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true))
    })
    await new Promise(resolve => server.close(resolve))
    if (isFree) return port
  }
}
