import { CreateUserCommand, IAMClient, ListUsersCommand } from '@aws-sdk/client-iam'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AccountKey } from './gateway/accounts.ts'

const SERVER = path.join(import.meta.dirname, 'server.ts')

let home: string
let children: ChildProcess[]

beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'server-'))
  children = []
})
afterEach(async () => {
  for (const child of children) await ended(child, 'SIGKILL')
  rmSync(home, { recursive: true })
})

function start(env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [SERVER], {
    env: { ...process.env, SANDBOX_PORT: '0', SLIPWAY_HOME: home, SANDBOX_RUNTIME: 'process', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.push(child)
  const output = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()))
  return { child, output }
}

async function ready({ child, output }: ReturnType<typeof start>): Promise<string> {
  while (!output.stdout.includes('\n')) {
    if (child.exitCode !== null) throw new Error(`exit ${child.exitCode}: ${output.stderr}`)
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  const [, endpoint] = /^practice account ready (http:\/\/127\.0\.0\.1:\d+)\n$/.exec(output.stdout) ?? []
  if (!endpoint) throw new Error(`unexpected output: ${output.stdout}`)
  return endpoint
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    const exit = once(child, 'exit')
    child.kill(signal)
    await exit
  }
  return child.exitCode
}

async function newAccount(endpoint: string): Promise<AccountKey> {
  const token = readFileSync(path.join(home, 'sandbox', 'admin-token'), 'utf8').trim()
  const options = { method: 'POST', body: '{}', headers: { authorization: `Bearer ${token}` } }
  return (await (await fetch(`${endpoint}/_sandbox/accounts`, options)).json()) as AccountKey
}

const iamAt = (endpoint: string, credentials: AccountKey) =>
  new IAMClient({ endpoint, region: 'us-east-1', credentials })

test('kill -9 loses nothing that was answered, and the next start goes on', async () => {
  const first = start()
  const endpoint = await ready(first)
  const account = await newAccount(endpoint)
  const iam = iamAt(endpoint, account)
  const answered: string[] = []
  const creating = (async () => {
    for (let number = 0; ; number++) {
      await iam.send(new CreateUserCommand({ UserName: `user-${number}` }))
      answered.push(`user-${number}`)
    }
  })()
  creating.catch(() => undefined)
  await expect.poll(() => answered.length, { timeout: 20_000 }).toBeGreaterThan(20)
  await ended(first.child, 'SIGKILL')
  const known = [...answered]

  const again = await ready(start())
  const { Users = [] } = await iamAt(again, account).send(new ListUsersCommand({ MaxItems: 1000 }))
  expect(Users.map(({ UserName }) => UserName)).toEqual(expect.arrayContaining(known))
  expect(Users.length - 1 - known.length).toBeLessThanOrEqual(1)
})

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s ends it within three seconds, open connections included',
  async signal => {
    const { child, output } = start()
    const endpoint = await ready({ child, output })
    const { hostname, port } = new URL(endpoint)
    const { connect } = await import('node:net')
    const idle = connect(Number(port), hostname)
    idle.on('error', () => undefined)
    await once(idle, 'connect')
    idle.write('POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100\r\n\r\nhalf')
    const began = performance.now()
    expect(await ended(child, signal)).toBe(0)
    expect(performance.now() - began).toBeLessThan(3000)
    idle.destroy()
  },
)

describe('a start that cannot succeed is one clear line and exit 1', () => {
  async function failed(env: Record<string, string>): Promise<string> {
    const { child, output } = start(env)
    if (child.exitCode === null) await once(child, 'exit')
    expect(child.exitCode).toBe(1)
    expect(output.stdout).toBe('')
    return output.stderr
  }

  test('for a taken port', async () => {
    const blocker = createServer().listen(0, '127.0.0.1')
    await once(blocker, 'listening')
    const { port } = blocker.address() as { port: number }
    expect(await failed({ SANDBOX_PORT: String(port) })).toBe(
      `The practice account cannot run: Port ${port} is taken by another program. Stop it, or set SANDBOX_PORT to another port.\n`,
    )
    blocker.close()
  })

  test('for state that another one uses', async () => {
    await ready(start())
    expect(await failed({})).toMatch(
      /^The practice account cannot run: The state in .* is in use by another practice account\. .*\n$/,
    )
  })

  test.each([
    [{ SANDBOX_PORT: 'x' }, 'SANDBOX_PORT is "x"; expected a port, 0 to 65535.'],
    [{ SANDBOX_AUTH: 'no' }, 'SANDBOX_AUTH is "no"; expected on or off.'],
    [{ SANDBOX_ACCOUNT_ID: '12' }, 'SANDBOX_ACCOUNT_ID is "12"; expected 12 digits.'],
    [{ SANDBOX_RUNTIME: 'vm' }, 'SANDBOX_RUNTIME is "vm"; expected auto, docker or process.'],
    [
      { SANDBOX_CATALOGUE: '/nowhere.json' },
      'SANDBOX_CATALOGUE is "/nowhere.json"; expected a JSON file of images',
    ],
  ])('for %j', async (env, message) => {
    expect(await failed(env)).toContain(message)
  })
})
