import { expect, test } from 'vitest'
import { getTaskProtection } from './operations/get-task-protection.ts'
import { runTask } from './operations/run-task.ts'
import { updateService } from './operations/update-service.ts'
import { updateTaskProtection } from './operations/update-task-protection.ts'
import { FakeAccount } from './testing/fake-account.ts'

async function steadyWeb(desiredCount = 2): Promise<FakeAccount> {
  const account = new FakeAccount()
  await account.registerWeb()
  await account.createWeb({ desiredCount })
  await account.pass(40)
  expect(account.in('RUNNING')).toHaveLength(desiredCount)
  return account
}

const protect = (
  account: FakeAccount,
  tasks: string[],
  expiresInMinutes?: number,
  protectionEnabled = true,
) => account.call(updateTaskProtection, { cluster: 'lab', tasks, protectionEnabled, expiresInMinutes })

test('scale-in leaves protected tasks alone and tells so, until the protection ends', async () => {
  const account = await steadyWeb(3)
  const arns = account.in('RUNNING').map(({ taskArn }) => taskArn)
  const two = arns.slice(0, 2)
  const { protectedTasks, failures } = await protect(account, two, 10)
  expect(failures).toEqual([])
  expect(protectedTasks).toEqual(
    two.map(taskArn => ({
      ...{ taskArn, protectionEnabled: true },
      expirationDate: new Date(account.clock.now() + 600_000),
    })),
  )
  await account.call(updateService, { cluster: 'lab', service: 'web', desiredCount: 1 })
  await account.pass(60)
  expect(account.in('RUNNING').map(({ taskArn }) => taskArn)).toEqual(two)
  expect(account.events.filter(event => event.includes('protection'))).toEqual([
    '(service web, taskSet ecs-svc/N) was unable to scale in due to (reason 1 tasks under protection)',
  ])
  await account.pass(560)
  expect(account.in('RUNNING')).toHaveLength(1)
  const after = await account.call(getTaskProtection, { cluster: 'lab' })
  expect(after.protectedTasks?.map(({ protectionEnabled }) => protectionEnabled)).toEqual([false])
})

test('a deployment waits for protected tasks of the older revision, which cannot be protected anew', async () => {
  const account = await steadyWeb()
  const [kept = '', other = ''] = account.in('RUNNING').map(({ taskArn }) => taskArn)
  await protect(account, [kept])
  const taskDefinition = await account.registerWeb({ image: 'web:2' })
  await account.call(updateService, { cluster: 'lab', service: 'web', taskDefinition })
  expect((await protect(account, [other])).failures).toEqual([{ arn: other, reason: 'DEPLOYMENT_BLOCKED' }])
  await account.pass(120)
  expect(account.in('RUNNING').map(({ containers }) => containers[0]?.image)).toEqual([
    'web:1',
    'web:2',
    'web:2',
  ])
  expect(account.service.deployments[0]?.rolloutState).toBe('IN_PROGRESS')
  expect(account.events.at(-1)).toBe(
    '(service web) was unable to reach steady state because (taskSet ecs-svc/N) was unable to scale in due to (reason 1 tasks under protection)',
  )
  await protect(account, [kept], undefined, false)
  await account.pass(60)
  expect(account.service.deployments[0]?.rolloutState).toBe('COMPLETED')
  expect(account.in('RUNNING')).toHaveLength(2)
})

test('a protected task whose container ends is replaced all the same', async () => {
  const account = await steadyWeb(1)
  const [task] = account.in('RUNNING')
  await protect(account, [task?.taskArn ?? ''])
  account.runtime.end(task?.id ?? '', 1)
  await account.pass(60)
  expect(account.in('RUNNING').map(({ id }) => id)).not.toContain(task?.id)
  expect(account.in('RUNNING')).toHaveLength(1)
})

test('refuses tasks of no service, tasks that are not there, and times out of range', async () => {
  const account = await steadyWeb(1)
  const { tasks } = await account.call(runTask, {
    ...{ cluster: 'lab', taskDefinition: 'web', launchType: 'FARGATE' },
    networkConfiguration: account.network,
  })
  const alone = tasks?.[0]?.taskArn ?? ''
  const absent = '0'.repeat(32)
  const answer = await protect(account, [alone, absent])
  expect(answer).toEqual({
    protectedTasks: [],
    failures: [
      { arn: alone, reason: 'TASK_NOT_VALID' },
      { arn: `arn:aws:ecs:eu-west-1:111122223333:task/lab/${absent}`, reason: 'MISSING' },
    ],
  })
  for (const minutes of [0, 2881]) {
    await expect(protect(account, [alone], minutes)).rejects.toMatchObject({
      name: 'InvalidParameterException',
    })
  }
  await expect(protect(account, [alone], 5, false)).rejects.toThrow('protectionEnabled')
  await expect(protect(account, [])).rejects.toThrow('Tasks cannot be empty.')
  const eleven = Array.from({ length: 11 }, () => alone)
  await expect(protect(account, eleven)).rejects.toThrow('Tasks can not exceed 10 in length.')
})
