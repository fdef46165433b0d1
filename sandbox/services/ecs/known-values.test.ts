import { expect, test } from 'vitest'
import { deregisterTaskDefinition } from './operations/deregister-task-definition.ts'
import { describeTasks } from './operations/describe-tasks.ts'
import { listServices } from './operations/list-services.ts'
import { listTaskDefinitions } from './operations/list-task-definitions.ts'
import { listTasks } from './operations/list-tasks.ts'
import { putAccountSetting } from './operations/put-account-setting.ts'
import { registerTaskDefinition } from './operations/register-task-definition.ts'
import { runTask } from './operations/run-task.ts'
import { stopTask } from './operations/stop-task.ts'
import { FakeAccount } from './testing/fake-account.ts'

const LAUNCH = 'launch type should be one of [EC2,FARGATE,EXTERNAL,MANAGED_INSTANCES]'

test.each([
  [{ launchType: 'MOON' }, 'InvalidParameterException', LAUNCH],
  [
    { schedulingStrategy: 'MOON' },
    'InvalidParameterException',
    'Scheduling strategy should be one of [REPLICA,DAEMON]',
  ],
  [
    { deploymentController: { type: 'MOON' } },
    'InvalidParameterException',
    'Deployment controller type should be one of [ECS,CODE_DEPLOY,EXTERNAL]',
  ],
  [
    { propagateTags: 'MOON' },
    'InvalidParameterException',
    'propagateTags should be one of [TASK_DEFINITION,SERVICE,NONE]',
  ],
  [{ platformVersion: '9.9' }, 'PlatformUnknownException', 'The specified platform does not exist.'],
])('a service of %j is refused', async (more, name, message) => {
  const account = new FakeAccount()
  await account.registerWeb()
  await expect(account.createWeb(more as object)).rejects.toMatchObject({ name, message })
})

test('lists, tasks and settings know no other words either', async () => {
  const account = new FakeAccount()
  await account.registerWeb()
  const refused = async (call: Promise<unknown>, message: string) => {
    await expect(call).rejects.toMatchObject({ name: 'InvalidParameterException', message })
  }
  const moon = 'MOON' as never
  await refused(account.call(runTask, { cluster: 'lab', taskDefinition: 'web', launchType: moon }), LAUNCH)
  await refused(account.call(listServices, { cluster: 'lab', launchType: moon }), LAUNCH)
  await refused(
    account.call(listTasks, { cluster: 'lab', desiredStatus: moon }),
    'desiredStatus should be one of [RUNNING,PENDING,STOPPED]',
  )
  await refused(
    account.call(listTaskDefinitions, { status: moon }),
    'status should be one of [ACTIVE,INACTIVE,DELETE_IN_PROGRESS]',
  )
  await refused(
    account.call(putAccountSetting, { name: 'containerInsights', value: 'maybe' }),
    'value should be one of [enabled,disabled,enhanced]',
  )
})

test.each([
  [{ networkMode: 'moon' }, 'Network mode should be one of [bridge,host,awsvpc,none]'],
  [
    { requiresCompatibilities: ['MOON'] },
    'requiresCompatibilities should be one of [EC2,FARGATE,EXTERNAL,MANAGED_INSTANCES]',
  ],
])('a task definition of %j is refused', async (more, message) => {
  const account = new FakeAccount()
  const request = { family: 'web', containerDefinitions: [{ name: 'web', image: 'web:1', memory: 64 }] }
  await expect(
    account.call(registerTaskDefinition, { ...request, ...(more as object) }),
  ).rejects.toMatchObject({ name: 'ClientException', message })
})

test.each([
  ['interval', 1, 'between 5 and 300'],
  ['timeout', 61, 'between 2 and 60'],
  ['retries', 0, 'between 1 and 10'],
  ['startPeriod', 301, 'between 0 and 300'],
])('a health check whose %s is %i is refused', async (setting, value, range) => {
  const account = new FakeAccount()
  const healthCheck = { command: ['CMD', 'true'], [setting]: value }
  await expect(
    account.call(registerTaskDefinition, {
      family: 'web',
      containerDefinitions: [{ name: 'web', image: 'web:1', memory: 64, healthCheck }],
    }),
  ).rejects.toThrow(`its ${setting} must be ${range}.`)
})

test('what cannot be the id of a task is told from a task that is not there', async () => {
  const account = new FakeAccount()
  await account.registerWeb()
  await expect(account.call(describeTasks, { cluster: 'lab', tasks: ['None'] })).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: 'taskId length should be one of [32,36]',
  })
  await expect(account.call(stopTask, { cluster: 'lab', task: '0'.repeat(32) })).rejects.toThrow(
    'The referenced task was not found.',
  )
  await expect(account.call(deregisterTaskDefinition, { taskDefinition: 'web' })).rejects.toThrow(
    'Revision is missing.',
  )
})
