import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer, type AddressInfo } from 'node:net'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, expect, test } from 'vitest'

const script = path.join(import.meta.dirname, 'server.ts')
const children: ChildProcess[] = []
afterEach(() => children.splice(0).forEach(child => child.kill('SIGKILL')))

function start(environment: Record<string, string>) {
  const child = spawn(process.execPath, [script], {
    env: { ...process.env, HOST: '127.0.0.1', PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  const lines: Record<string, unknown>[] = []
  createInterface(child.stdout).on('line', line => lines.push(JSON.parse(line) as Record<string, unknown>))
  return { child, lines, exit: once(child, 'exit') as Promise<[number | null, string | null]> }
}

async function portOf(lines: Record<string, unknown>[]): Promise<number> {
  await expect.poll(() => lines[0]?.message, { timeout: 10_000 }).toMatch(/listens on/)
  return Number(/:(\d+)\.$/.exec(String(lines[0]!.message))![1])
}

/** What was sent to the server before has been read by it: it answers a later request on a connection of its own. */
async function hasRead(port: number): Promise<void> {
  await (await fetch(`http://127.0.0.1:${port}/version`, { headers: { connection: 'close' } })).text()
}

test('SIGTERM: answers what is under way, ends within 5 s with 0, also beside an idle connection', async () => {
  const { child, lines, exit } = start({ APP_VERSION: '2' })
  const port = await portOf(lines)
  const idle = await fetch(`http://127.0.0.1:${port}/version`)
  expect(await idle.json()).toMatchObject({ version: '2', colour: 'green' })
  const underWay = connect(port, '127.0.0.1')
  await once(underWay, 'connect')
  underWay.write('GET /health HTTP/1.1\r\nHost: x\r\n')
  await hasRead(port)
  const started = Date.now()
  child.kill('SIGTERM')
  await expect.poll(() => lines.at(-1)?.message).toMatch(/^SIGTERM/)
  await expect(fetch(`http://127.0.0.1:${port}/health`)).rejects.toThrow()
  underWay.write('\r\n')
  const [answer] = (await once(underWay, 'data')) as [Buffer]
  expect(answer.toString()).toMatch(/^HTTP\/1.1 200 OK[^]*connection: close[^]*ok$/)
  expect(await exit).toEqual([0, null])
  expect(Date.now() - started).toBeLessThan(5000)
})

test('SIGTERM: a client that never finishes its request does not hold it beyond 5 s', async () => {
  const { child, lines, exit } = start({})
  const port = await portOf(lines)
  const stuck = connect(port, '127.0.0.1')
  await once(stuck, 'connect')
  stuck.on('error', () => {}).write('GET / HTTP/1.1\r\n')
  await hasRead(port)
  const started = Date.now()
  child.kill('SIGTERM')
  expect(await exit).toEqual([0, null])
  expect(Date.now() - started).toBeLessThan(5500)
})

test('a taken port is one clear line and exit 1', async () => {
  const other = createServer()
  await new Promise<void>(resolve => other.listen(0, '127.0.0.1', resolve))
  const { lines, exit } = start({ PORT: String((other.address() as AddressInfo).port) })
  expect(await exit).toEqual([1, null])
  expect(lines).toHaveLength(1)
  expect(lines[0]!.message).toMatch(
    /^Cannot listen on 127\.0\.0\.1:\d+: something else listens there; set PORT/,
  )
  other.close()
})
