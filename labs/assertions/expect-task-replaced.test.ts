import { expect, test } from 'vitest'
import { fakeAccount } from '../fake-account.ts'
import { expectTaskReplaced } from './expect-task-replaced.ts'

const created = (second: number) => new Date(second * 1000)
const taskArn = (letter: string) => `arn:aws:ecs:eu-west-1:123456789012:task/lab/${letter.repeat(32)}`
const old = { taskArn: taskArn('a'), lastStatus: 'RUNNING', desiredStatus: 'RUNNING', createdAt: created(10) }
const stopped = {
  taskArn: taskArn('b'),
  lastStatus: 'STOPPED',
  desiredStatus: 'STOPPED',
  stopCode: 'UserInitiated',
  createdAt: created(10),
  stoppingAt: created(50),
}
const successor = { ...old, taskArn: taskArn('c'), createdAt: created(60) }

function check(tasks: object[], runningCount: number) {
  const account = fakeAccount({
    DescribeServices: () => ({
      services: [
        { status: 'ACTIVE', serviceName: 'web', desiredCount: 2, runningCount, createdAt: created(5) },
      ],
    }),
    ListTasks: () => ({ taskArns: ['x'] }),
    DescribeTasks: () => ({ tasks }),
  })
  return expectTaskReplaced(account, { cluster: 'lab', service: 'web' })
}

test('nobody stopped a task', async () => {
  expect(await check([old, successor], 2)).toMatchObject({ status: 'fail', reason: 'no-task-stopped' })
})

test('a task that ECS itself stopped does not count', async () => {
  const scaledIn = { ...stopped, stopCode: 'ServiceSchedulerInitiated' }
  expect(await check([old, scaledIn], 2)).toMatchObject({ reason: 'no-task-stopped' })
})

test('one that was stopped in a service of the same name before does not count', async () => {
  expect(await check([old, { ...stopped, createdAt: created(1) }], 2)).toMatchObject({
    reason: 'no-task-stopped',
  })
})

test('its successor is on the way', async () => {
  expect(await check([old, stopped, { ...successor, lastStatus: 'PENDING' }], 1)).toMatchObject({
    status: 'waiting',
    observed: 'you stopped bbbbbb, 1 of 2 run now',
  })
})

test('replaced', async () => {
  expect(await check([old, stopped, successor], 2)).toMatchObject({
    status: 'pass',
    observed: 'You stopped bbbbbb, ECS started cccccc in its place: 2 of 2 run.',
  })
})
