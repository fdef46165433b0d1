import { execFileSync, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { CreateServiceCommand, DeleteServiceCommand, UpdateServiceCommand } from '@aws-sdk/client-ecs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  CATALOGUE,
  clientsOf,
  describeService,
  describeTask,
  isStable,
  listTasks,
  networkOf,
  openTestLab,
  registerWeb,
  until,
} from './testing/test-lab.ts'
import type { TestAccount, TestLab } from './testing/test-lab.ts'

const SERVER = path.join(import.meta.dirname, '../../server.ts')

let home: string
let server: ChildProcess | undefined
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'practice-account-restart-'))
  writeFileSync(path.join(home, 'catalogue.json'), JSON.stringify(CATALOGUE))
})
afterEach(() => {
  server?.kill('SIGKILL')
  for (const pid of tasksRunning()) process.kill(pid, 'SIGKILL')
  rmSync(home, { recursive: true, force: true })
})

test('kill -9 leaves the tasks running; the next start takes them up again, with their output', async () => {
  const account = await newServerAccount(await startServer())
  const lab = await openTestLab(account)
  await createWebService(lab)
  await until(() => describeService(lab), isStable)
  const tasks = await listTasks(lab)
  const before = tasksRunning()
  expect(before).toHaveLength(2)

  await killServer()
  expect(tasksRunning()).toEqual(before)
  const again: TestLab = { ...lab, clients: clientsOf(await startServer(), account) }
  expect(await listTasks(again)).toEqual(tasks)
  await until(() => describeService(again), isStable)
  expect(tasksRunning()).toEqual(before)

  // Their output of the time after the restart arrives too: they log that they stop.
  await again.clients.ecs.send(new DeleteServiceCommand({ cluster: 'lab', service: 'web', force: true }))
  await until(
    () => describeService(again),
    ({ status }) => status === 'INACTIVE',
  )
  expect(tasksRunning()).toEqual([])
  expect(await eventsWith(again, '"Stopped."')).toBe(2)
  expect(await eventsWith(again, '"listens on"')).toBe(2)
  const task = await describeTask(again, tasks[0] ?? '')
  expect(task.containers?.[0]).toMatchObject({ exitCode: 0, lastStatus: 'STOPPED' })
})

test('killed at any moment of an update, it carries the update to its end and leaves nothing behind', async () => {
  const account = await newServerAccount(await startServer())
  let lab = await openTestLab(account)
  await createWebService(lab)
  await until(() => describeService(lab), isStable)
  const version2 = await registerWeb(lab, { image: 'public.ecr.aws/slipway/web:2' })
  await lab.clients.ecs.send(
    new UpdateServiceCommand({ cluster: 'lab', service: 'web', taskDefinition: version2 }),
  )
  for (let kills = 0; kills < 6; kills++) {
    await new Promise(resolve => setTimeout(resolve, 40 + kills * 90))
    await killServer()
    lab = { ...lab, clients: clientsOf(await startServer(), account) }
  }
  const service = await until(() => describeService(lab), isStable)
  expect(service.taskDefinition).toBe(version2)
  const tasks = await listTasks(lab)
  expect(tasks).toHaveLength(2)
  await until(
    () => Promise.resolve(tasksRunning()),
    pids => pids.length === 2,
  )
})

test('a task that ended while the practice account was off is replaced, its exit code known', async () => {
  const account = await newServerAccount(await startServer())
  const lab = await openTestLab(account)
  await createWebService(lab)
  await until(() => describeService(lab), isStable)
  await until(
    () => eventsWith(lab, '"listens on"'),
    events => events === 2,
  )
  const tasks = await listTasks(lab)
  await killServer()
  const [pid = 0] = tasksRunning()
  process.kill(pid, 'SIGTERM')
  await until(
    () => Promise.resolve(tasksRunning()),
    pids => !pids.includes(pid),
  )

  const again: TestLab = { ...lab, clients: clientsOf(await startServer(), account) }
  await until(
    () => listTasks(again),
    left => left.length === 2 && left.filter(task => tasks.includes(task)).length === 1,
  )
  const left = await listTasks(again)
  const ended = await describeTask(again, tasks.find(task => !left.includes(task)) ?? '')
  expect(ended).toMatchObject({
    stopCode: 'EssentialContainerExited',
    stoppedReason: 'Essential container in task exited',
  })
  expect(ended.containers?.[0]?.exitCode).toBe(0)
})

test('stopped by SIGTERM it leaves no process, and the next start has everything as it was', async () => {
  const account = await newServerAccount(await startServer())
  const lab = await openTestLab(account)
  await createWebService(lab)
  await until(() => describeService(lab), isStable)
  const tasks = await listTasks(lab)
  const stopped = new Promise(resolve => server?.once('exit', resolve))
  server?.kill('SIGTERM')
  expect(await stopped).toBe(0)
  expect(tasksRunning()).toEqual([])

  const again: TestLab = { ...lab, clients: clientsOf(await startServer(), account) }
  await until(
    () => Promise.resolve(tasksRunning()),
    pids => pids.length === 2,
  )
  expect(await listTasks(again)).toEqual(tasks)
  expect(isStable(await describeService(again))).toBe(true)
  expect((await describeTask(again, tasks[0] ?? '')).lastStatus).toBe('RUNNING')
})

function createWebService(lab: TestLab) {
  return registerWeb(lab).then(taskDefinition =>
    lab.clients.ecs.send(
      new CreateServiceCommand({
        ...{ cluster: 'lab', serviceName: 'web', taskDefinition, desiredCount: 2, launchType: 'FARGATE' },
        networkConfiguration: networkOf(lab),
      }),
    ),
  )
}

async function eventsWith(lab: TestLab, filterPattern: string): Promise<number> {
  const { events } = await lab.clients.logs.send(
    new FilterLogEventsCommand({ logGroupName: '/lab/web', filterPattern }),
  )
  return events?.length ?? 0
}

/** Starts the practice account as a process of its own; answers its endpoint. */
async function startServer(): Promise<string> {
  const env = {
    ...process.env,
    SANDBOX_PORT: '0',
    SLIPWAY_HOME: home,
    SANDBOX_CATALOGUE: path.join(home, 'catalogue.json'),
    SANDBOX_RUNTIME: 'process',
    LOG_LEVEL: 'warn',
  }
  server = spawn(process.execPath, [SERVER], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  if (!server.stdout) throw new Error('The server has no output.')
  for await (const line of createInterface({ input: server.stdout })) {
    const [, endpoint] = /^practice account ready (\S+)$/.exec(line) ?? []
    if (endpoint) return endpoint
  }
  throw new Error('The practice account ended before it was ready.')
}

function killServer(): Promise<void> {
  const ended = new Promise<void>(resolve => server?.once('exit', () => resolve()))
  server?.kill('SIGKILL')
  return ended
}

async function newServerAccount(endpoint: string): Promise<TestAccount> {
  const token = readFileSync(path.join(home, 'sandbox/admin-token'), 'utf8').trim()
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }
  const send = async (method: string, route: string, body: object) => {
    const response = await fetch(`${endpoint}/_sandbox/accounts${route}`, {
      ...{ method, headers, body: JSON.stringify(body) },
    })
    return (await response.json()) as Omit<TestAccount, 'endpoint'>
  }
  const key = await send('POST', '', {})
  await send('PUT', `/${key.accountId}/clock`, { scale: 50 })
  return { ...key, endpoint }
}

/** Pids of the web servers that belong to this test's practice account, in order. */
function tasksRunning(): number[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,args=', 'e', '-ww'], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  return lines
    .split('\n')
    .filter(
      line => line.includes(`HOME=${home}/`) && line.includes('server.ts') && !line.includes('/bin/sh -c'),
    )
    .map(line => Number.parseInt(line, 10))
    .sort((a, b) => a - b)
}
