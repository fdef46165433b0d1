import { expect, test } from 'vitest'
import { runTask } from './operations/run-task.ts'
import { FakeAccount } from './testing/fake-account.ts'

/** A running task whose container has a restart policy. */
async function running(ignoredExitCodes: number[] = []) {
  const account = new FakeAccount()
  await account.registerWeb({
    restartPolicy: { enabled: true, restartAttemptPeriod: 60, ignoredExitCodes },
  })
  await account.call(runTask, {
    ...{ cluster: 'lab', taskDefinition: 'web', launchType: 'FARGATE' },
    networkConfiguration: account.network,
  })
  await account.pass(30)
  const [task] = account.in('RUNNING')
  if (!task) throw new Error('The task does not run.')
  return { account, task }
}

test('a container that ran for its attempt period is run again, and the task goes on', async () => {
  const { account, task } = await running()
  const before = task.containers[0]?.runtimeId
  await account.pass(60)
  account.runtime.end(task.id, 1)
  await account.pass(2)
  expect(account.in('RUNNING')).toHaveLength(1)
  expect(account.runtime.running).toHaveLength(1)
  expect(task.containers[0]).toMatchObject({ lastStatus: 'RUNNING', restartCount: 1 })
  expect(task.containers[0]?.runtimeId).not.toBe(before)
  account.runtime.end(task.id, 1)
  await account.pass(20)
  expect(task).toMatchObject({ lastStatus: 'STOPPED', stoppedReason: 'Essential container in task exited' })
})

test('one that ends earlier, or with an exit code that is ignored, ends the task', async () => {
  const early = await running()
  early.account.runtime.end(early.task.id, 1)
  await early.account.pass(20)
  expect(early.task.lastStatus).toBe('STOPPED')
  const ignored = await running([0])
  await ignored.account.pass(60)
  ignored.account.runtime.end(ignored.task.id, 0)
  await ignored.account.pass(20)
  expect(ignored.task.containers[0]).toMatchObject({ lastStatus: 'STOPPED', exitCode: 0 })
  expect(ignored.task.lastStatus).toBe('STOPPED')
})
