import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'

const handedOut = new Set<number>()

/** A loopback port that nothing listens on, and that this process does not hand out again soon. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = await probe()
    if (handedOut.has(port)) continue
    handedOut.add(port)
    setTimeout(() => handedOut.delete(port), 30_000).unref()
    return port
  }
}

function probe(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}
