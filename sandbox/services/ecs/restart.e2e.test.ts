import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { CreateServiceCommand, DeleteServiceCommand, UpdateServiceCommand } from '@aws-sdk/client-ecs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ServerProcess } from '../../testing/server-process.ts'
import {
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
import type { TestLab } from './testing/test-lab.ts'

let server: ServerProcess
beforeEach(async () => {
  server = new ServerProcess()
  await server.start()
})
afterEach(() => server.close())

test('kill -9 leaves the tasks running; the next start takes them up again, with their output', async () => {
  const account = await server.newAccount(50)
  const lab = await openTestLab(account)
  await createWebService(lab)
  await until(() => describeService(lab), isStable)
  const tasks = await listTasks(lab)
  const before = server.tasks()
  expect(before).toHaveLength(2)

  await server.end('SIGKILL')
  expect(server.tasks()).toEqual(before)
  await server.start()
  const again: TestLab = { ...lab, clients: clientsOf(server.endpoint, account) }
  expect(await listTasks(again)).toEqual(tasks)
  await until(() => describeService(again), isStable)
  expect(server.tasks()).toEqual(before)

  // Their output of the time after the restart arrives too: they log that they stop.
  await again.clients.ecs.send(new DeleteServiceCommand({ cluster: 'lab', service: 'web', force: true }))
  await until(
    () => describeService(again),
    ({ status }) => status === 'INACTIVE',
  )
  expect(server.tasks()).toEqual([])
  expect(await eventsWith(again, '"Stopped."')).toBe(2)
  expect(await eventsWith(again, '"listens on"')).toBe(2)
  const task = await describeTask(again, tasks[0] ?? '')
  expect(task.containers?.[0]).toMatchObject({ exitCode: 0, lastStatus: 'STOPPED' })
})

test('killed at any moment of an update, it carries the update to its end and leaves nothing behind', async () => {
  const account = await server.newAccount(50)
  let lab = await openTestLab(account)
  await createWebService(lab)
  await until(() => describeService(lab), isStable)
  const version2 = await registerWeb(lab, { image: 'public.ecr.aws/slipway/web:2' })
  await lab.clients.ecs.send(
    new UpdateServiceCommand({ cluster: 'lab', service: 'web', taskDefinition: version2 }),
  )
  for (let kills = 0; kills < 6; kills++) {
    await new Promise(resolve => setTimeout(resolve, 40 + kills * 90))
    await server.end('SIGKILL')
    await server.start()
    lab = { ...lab, clients: clientsOf(server.endpoint, account) }
  }
  const service = await until(() => describeService(lab), isStable)
  expect(service.taskDefinition).toBe(version2)
  const tasks = await listTasks(lab)
  expect(tasks).toHaveLength(2)
  await until(
    () => Promise.resolve(server.tasks()),
    pids => pids.length === 2,
  )
})

test('a task that ended while the practice account was off is replaced, its exit code known', async () => {
  const account = await server.newAccount(50)
  const lab = await openTestLab(account)
  await createWebService(lab)
  await until(() => describeService(lab), isStable)
  await until(
    () => eventsWith(lab, '"listens on"'),
    events => events === 2,
  )
  const tasks = await listTasks(lab)
  await server.end('SIGKILL')
  const [pid = 0] = server.tasks()
  process.kill(pid, 'SIGTERM')
  await until(
    () => Promise.resolve(server.tasks()),
    pids => !pids.includes(pid),
  )

  await server.start()
  const again: TestLab = { ...lab, clients: clientsOf(server.endpoint, account) }
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
  const account = await server.newAccount(50)
  const lab = await openTestLab(account)
  await createWebService(lab)
  await until(() => describeService(lab), isStable)
  const tasks = await listTasks(lab)
  expect(await server.end('SIGTERM')).toBe(0)
  expect(server.tasks()).toEqual([])

  await server.start()
  const again: TestLab = { ...lab, clients: clientsOf(server.endpoint, account) }
  await until(
    () => Promise.resolve(server.tasks()),
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
