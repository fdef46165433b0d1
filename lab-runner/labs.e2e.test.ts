import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { io, type Socket } from 'socket.io-client'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { loadLabs } from '@slipway/labs/load.ts'
import { catalogue } from '../scripts/catalogue.ts'
import { startSandbox } from '../sandbox/start.ts'
import type { ClientEvents, LabState, RunDto, ServerEvents, StepState } from './contract.ts'
import { until } from './test-support/workshop.ts'

const root = resolve(import.meta.dirname, '..')
const LAB = '/api/labs/first-fargate-task'

let home: string
let sandbox: Awaited<ReturnType<typeof startSandbox>>
let runner: { process: ChildProcess; url: string; signInUrl: string }
let cookie: string

/** The runner as `npm start` starts it: a process of its own, known by the line that it prints. */
async function startServer(): Promise<typeof runner> {
  const child = spawn(process.execPath, ['lab-runner/server.ts'], {
    cwd: root,
    env: {
      ...process.env,
      PORT: '0',
      SLIPWAY_HOME: home,
      PRACTICE_ENDPOINT: sandbox.endpoint,
      PRACTICE_ADMIN_TOKEN_FILE: join(home, 'sandbox/admin-token'),
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let printed = ''
  child.stdout.on('data', chunk => (printed += String(chunk)))
  const signInUrl = await until(() => Promise.resolve(/workshop ready (\S+)/.exec(printed)?.[1]), 30_000)
  return { process: child, signInUrl, url: new URL(signInUrl).origin }
}

async function api<T>(method: string, path: string, body?: object): Promise<T> {
  const response = await fetch(runner.url + path, {
    method,
    headers: { cookie, origin: runner.url, 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  })
  const answer: unknown = await response.json()
  if (!response.ok) throw new Error(JSON.stringify(answer))
  return answer as T
}

const step = async (id: string): Promise<StepState> => {
  const found = (await api<LabState>('GET', LAB)).steps.find(one => one.id === id)
  if (!found) throw new Error(`no step ${id}`)
  return found
}

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'slipway-lab-'))
  sandbox = await startSandbox({
    port: 0,
    dataDir: join(home, 'sandbox'),
    catalogue: catalogue(root),
    runtime: 'process',
    logLevel: 'silent',
  })
  runner = await startServer()
  const signedIn = await fetch(runner.signInUrl, { redirect: 'manual' })
  cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? ''
})
afterAll(async () => {
  runner.process.kill('SIGTERM')
  await sandbox.close()
  rmSync(home, { recursive: true, force: true })
})

it('kill -9 in a step: said to be interrupted within 10 s of the restart; run again adopts what exists', async () => {
  await api<RunDto>('POST', `${LAB}/steps/create-cluster/run`, {})
  await until(async () => (await step('create-cluster')).status === 'running')
  runner.process.kill('SIGKILL')
  runner = await startServer()
  const restarted = Date.now()
  await until(async () => (await step('create-cluster')).status === 'stopped', 10_000)
  expect(Date.now() - restarted).toBeLessThan(10_000)
  await api<RunDto>('POST', `${LAB}/steps/create-cluster/run`, {})
  await until(async () => (await step('create-cluster')).status === 'done', 60_000)
})

it('every step of a lab: Run, then its check turns green', async () => {
  const lab = (await loadLabs()).find(({ id }) => id === 'first-fargate-task')
  expect(lab?.steps.length).toBeGreaterThan(5)
  let costliest = 0
  for (const { id } of lab?.steps ?? []) {
    if ((await step(id)).status === 'done') continue
    await api<RunDto>('POST', `${LAB}/steps/${id}/run`, {})
    const ended = await until(async () => {
      const now = await step(id)
      return ['done', 'notyet', 'error'].includes(now.status) && now.lastRun?.status !== 'running' && now
    }, 120_000)
    expect([id, ended.status, ended.verdict?.observed]).toEqual([id, 'done', ended.verdict?.observed])
    costliest = Math.max(costliest, (await api<LabState>('GET', LAB)).costPerHour ?? 0)
  }
  expect(costliest, 'of one small task with a public address').toBeGreaterThan(0.012)
}, 400_000)

it('Reset leaves an empty inventory', async () => {
  const run = await api<RunDto>('POST', `${LAB}/reset`, {})
  expect(run.kind).toBe('reset')
  await until(async () => (await api<LabState>('GET', LAB)).labRun === null, 120_000)
  expect(await api('GET', `${LAB}/reset`)).toEqual({ resources: [] })
  expect((await api<LabState>('GET', LAB)).steps.every(one => one.status === 'todo')).toBe(true)
}, 150_000)

it('a flood of output that one tab does not draw makes the runner no larger', async () => {
  const drawing = await openTab(true)
  const stalled = await openTab(false)
  drawing.socket.emit('terminal:input', { terminalId: drawing.terminalId, data: 'yes\r' })
  // A process that has just begun to work grows for a while; what keeps all output grows for ever, by megabytes a second.
  const sizes: number[] = []
  for (let sample = 0; sample < 4; sample++) {
    await new Promise(resolve => setTimeout(resolve, 3_000))
    sizes.push(residentMebibytes())
  }
  expect((sizes.at(-1) ?? 0) - (sizes[0] ?? 0), 'MiB in 9 s').toBeLessThan(20)
  const growth = sizes.slice(1).map((size, index) => size - (sizes[index] ?? 0))
  expect(Math.min(...growth), `MiB in 3 s: ${growth.map(Math.round).join(', ')}`).toBeLessThan(3)
  drawing.socket.emit('terminal:input', { terminalId: drawing.terminalId, data: '\x03' })
  drawing.socket.close()
  stalled.socket.close()
}, 60_000)

/** A page on the lab with its first terminal attached, which acknowledges what it gets or never does. */
async function openTab(draws: boolean) {
  const socket: Socket<ServerEvents, ClientEvents> = io(runner.url, {
    transports: ['websocket'],
    extraHeaders: { cookie, origin: runner.url },
    forceNew: true,
  })
  const state = (await socket.emitWithAck('join', { labId: 'first-fargate-task', version: '' })) as LabState
  const terminalId = state.terminals[0]?.id ?? ''
  if (draws) {
    socket.on('terminal:data', ({ offset, data }) => {
      socket.emit('terminal:ack', { terminalId, offset: offset + data.byteLength })
    })
  }
  await socket.emitWithAck('terminal:attach', { terminalId, from: 0 })
  return { socket, terminalId }
}

/** Memory of the runner's process, in MiB. */
function residentMebibytes(): number {
  return (
    Number(execFileSync('ps', ['-o', 'rss=', '-p', String(runner.process.pid)], { encoding: 'utf8' })) / 1024
  )
}
