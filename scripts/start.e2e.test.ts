import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { ROOT } from './launch/settings.ts'

let home: string
const children: ChildProcess[] = []
beforeAll(() => (home = mkdtempSync(path.join(tmpdir(), 'slipway-start-'))))
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    const gone = once(child, 'exit')
    child.kill('SIGTERM')
    await gone
  }
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

function start(environment: Record<string, string> = {}) {
  const child = spawn(
    process.execPath,
    [path.join(ROOT, 'scripts/bootstrap.mjs'), 'start', '--no-open', '--no-install'],
    {
      env: { ...process.env, PORT: '0', SANDBOX_PORT: '0', SLIPWAY_HOME: home, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  children.push(child)
  const seen = { text: '' }
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (bytes: Buffer) => (seen.text += bytes.toString()))
  }
  const exit = once(child, 'exit').then(([code]) => code as number | null)
  const ready = async () => {
    await expect.poll(() => seen.text, { timeout: 150_000, interval: 100 }).toMatch(/Ctrl-C stops everything/)
    const [, workshop = '', token = ''] =
      /Workshop\s+(http:\/\/127\.0\.0\.1:\d+)\/\?token=(\w+)/.exec(seen.text) ?? []
    const [, practice = ''] = /Practice account\s+(http:\/\/127\.0\.0\.1:\d+)/.exec(seen.text) ?? []
    return { workshop, token, practice }
  }
  return { child, seen, exit, ready }
}

/** Processes that were started with this state folder, however deep. */
function processes(): number[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .filter(pid => {
      try {
        const state = /^State:\s+(\w)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
        return state !== 'Z' && readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`SLIPWAY_HOME=${home}`)
      } catch {
        return false
      }
    })
    .map(Number)
}

function serverPid(name: string): number {
  const { servers } = JSON.parse(readFileSync(path.join(home, 'start.json'), 'utf8')) as {
    servers: Record<string, number>
  }
  return servers[name]!
}

/** What an SDK client needs, out of the file that a terminal sources. */
function keysOf(file: string, endpoint: string) {
  expect(statSync(file).mode & 0o777).toBe(0o600)
  const text = readFileSync(file, 'utf8')
  const value = (name: string) => new RegExp(`^export ${name}='(.*)'$`, 'm').exec(text)?.[1] ?? ''
  expect(value('AWS_ENDPOINT_URL')).toBe(endpoint)
  const credentials = {
    accessKeyId: value('AWS_ACCESS_KEY_ID'),
    secretAccessKey: value('AWS_SECRET_ACCESS_KEY'),
  }
  return { endpoint, region: value('AWS_REGION'), credentials }
}

async function status(url: string): Promise<number> {
  return fetch(url, { redirect: 'manual' }).then(
    response => response.status,
    () => 0,
  )
}

test('starts both servers, says where they are, and Ctrl-C leaves no process', async () => {
  const { child, seen, exit, ready } = start()
  const { workshop, token, practice } = await ready()
  expect(await status(`${practice}/_sandbox/health`)).toBe(200)
  expect(await status(`${workshop}/api/me`)).toBe(401)
  expect(await status(`${workshop}/?token=${token}`)).toBe(303)
  expect(seen.text).toContain(home)
  for (const part of ['Container engine', 'MySQL or MariaDB', 'aws command line', 'Chromium or Chrome']) {
    expect(seen.text).toContain(part)
  }
  const who = await new STSClient(keysOf(path.join(home, 'credentials.sh'), practice)).send(
    new GetCallerIdentityCommand({}),
  )
  expect(who.Arn).toMatch(/:user\/learner$/)
  const logs = readdirSync(path.join(home, 'logs')).map(name =>
    readFileSync(path.join(home, 'logs', name), 'utf8'),
  )
  expect(logs.join('\n')).not.toContain(token)

  child.kill('SIGINT')
  child.kill('SIGINT')
  expect(await exit).toBe(0)
  expect(processes()).toEqual([])
})

test('a server that dies is started again; what a killed start left behind is cleaned up by the next', async () => {
  const first = start()
  const { practice } = await first.ready()
  process.kill(serverPid('practice account'), 'SIGKILL')
  await expect
    .poll(() => first.seen.text, { timeout: 10_000 })
    .toContain('practice account ended (SIGKILL) and is started again')
  await expect.poll(() => status(`${practice}/_sandbox/health`), { timeout: 20_000 }).toBe(200)

  const [starter = 0] = processes().filter(pid =>
    readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('scripts/start.ts'),
  )
  const orphans = [serverPid('practice account'), serverPid('workshop')]
  process.kill(starter, 'SIGKILL')
  await first.exit
  const second = start()
  await second.ready()
  expect(processes().filter(pid => orphans.includes(pid))).toEqual([])
  second.child.kill('SIGTERM')
  expect(await second.exit).toBe(0)
  expect(processes()).toEqual([])
})

test('a second start with the same state says who runs already', async () => {
  const first = start()
  const { workshop } = await first.ready()
  const second = start()
  expect(await second.exit).toBe(1)
  expect(second.seen.text).toContain(`Slipway runs already with the state in ${home}: ${workshop}`)
  expect(await status(`${workshop}/api/me`)).toBe(401)
})

test.each([
  ['PORT', 'workshop'],
  ['SANDBOX_PORT', 'practice account'],
])('a taken %s is one line that names port, holder and variable', async (variable, what) => {
  const other = createServer()
  await new Promise<void>(resolve => other.listen(0, '127.0.0.1', resolve))
  const { port } = other.address() as AddressInfo
  const { exit, seen } = start({ [variable]: String(port) })
  expect(await exit).toBe(1)
  expect(seen.text).toMatch(
    new RegExp(
      `^Port ${port} for the ${what} is taken by .*\\(process ${process.pid}\\)\\..*${variable}=\\d+ npm start\n$`,
    ),
  )
  expect(processes()).toEqual([])
  other.close()
})
