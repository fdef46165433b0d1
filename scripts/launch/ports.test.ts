import { createServer, type AddressInfo, type Server } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { claimPort } from './ports.ts'

let server: Server | undefined
afterEach(() => server?.close())

async function occupy(): Promise<number> {
  server = createServer()
  await new Promise<void>(resolve => server!.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

test('a free port is claimed, and 0 becomes a free one', async () => {
  const port = await claimPort(0, 'PORT', 'workshop')
  expect(port).toBeGreaterThan(0)
  expect(await claimPort(port, 'PORT', 'workshop')).toBe(port)
})

test('a taken port is an error that names the port, its holder and the variable', async () => {
  const port = await occupy()
  const refusal = claimPort(port, 'SANDBOX_PORT', 'practice account')
  await expect(refusal).rejects.toThrow(`Port ${port} for the practice account is taken by`)
  await expect(refusal).rejects.toThrow(`(process ${process.pid})`)
  await expect(refusal).rejects.toThrow(`SANDBOX_PORT=${port + 1} npm start`)
})
