import { expect, test } from 'vitest'
import { deleteService } from './operations/delete-service.ts'
import { describeServices } from './operations/describe-services.ts'
import { stopTask } from './operations/stop-task.ts'
import { updateService } from './operations/update-service.ts'
import { FakeAccount } from './testing/fake-account.ts'

async function steadyWeb(desiredCount = 2): Promise<FakeAccount> {
  const account = new FakeAccount()
  await account.registerWeb()
  await account.createWeb({ desiredCount }, true)
  await account.pass(60)
  expect(account.in('RUNNING')).toHaveLength(desiredCount)
  return account
}

async function update(account: FakeAccount, image: string) {
  const taskDefinition = await account.registerWeb({ image })
  return account.call(updateService, { cluster: 'lab', service: 'web', taskDefinition })
}

test('a new service starts its tasks, registers them and becomes steady, in AWS’s words', async () => {
  const account = await steadyWeb()
  expect(account.events).toEqual([
    '(service web) has started 2 tasks: (task T) (task T).',
    '(service web) registered 2 targets in (target-group TG)',
    '(service web) (deployment ecs-svc/N) deployment completed.',
    '(service web) has reached a steady state.',
  ])
  const { services } = await account.call(describeServices, { cluster: 'lab', services: ['web'] })
  expect(services?.[0]).toMatchObject({ runningCount: 2, pendingCount: 0, desiredCount: 2, status: 'ACTIVE' })
  const [deployment] = services?.[0]?.deployments ?? []
  expect(deployment).toMatchObject({
    status: 'PRIMARY',
    rolloutState: 'COMPLETED',
    rolloutStateReason: `ECS deployment ${deployment?.id} completed.`,
    ...{ desiredCount: 2, runningCount: 2, pendingCount: 0, failedTasks: 0 },
  })
  const [completed, steady] = account.service.events.slice(0, 2).reverse()
  expect((steady?.createdAt ?? 0) - (completed?.createdAt ?? 0)).toBe(1)
})

test('tasks are spread over the subnets', async () => {
  const account = await steadyWeb(3)
  expect(new Set(account.in('RUNNING').map(task => task.interface?.subnetId)).size).toBe(3)
})

test('in a healthy update as many targets serve at every moment as are desired, and SIGTERM waits for the draining', async () => {
  const account = await steadyWeb()
  const { service } = await update(account, 'web:2')
  expect(service?.deployments?.map(({ status, desiredCount }) => [status, desiredCount])).toEqual([
    ['PRIMARY', 0],
    ['ACTIVE', 2],
  ])
  let fewest = Infinity
  const drainedSince = new Map<string, number>()
  await account.pass(150, () => {
    fewest = Math.min(fewest, account.targets.serving.length)
    for (const line of account.targets.journal) {
      const [action, ip = ''] = line.split(' ')
      if (action === 'deregister' && !drainedSince.has(ip)) drainedSince.set(ip, account.clock.now())
    }
    for (const line of account.runtime.journal) {
      const task = account.tasks.find(({ id }) => line.endsWith(id))
      const since = drainedSince.get(task?.interface?.privateIpAddress ?? '')
      expect(account.clock.now() - (since ?? Infinity)).toBeGreaterThanOrEqual(30_000)
    }
  })
  expect(fewest).toBe(2)
  expect(account.runtime.journal).toHaveLength(2)
  expect(account.in('RUNNING').map(({ containers }) => containers[0]?.image)).toEqual(['web:2', 'web:2'])
  expect(account.events.slice(4)).toEqual([
    '(service web) has started 2 tasks: (task T) (task T).',
    '(service web) registered 2 targets in (target-group TG)',
    '(service web) has stopped 2 running tasks: (task T) (task T).',
    '(service web) deregistered 2 targets in (target-group TG)',
    '(service web, taskSet ecs-svc/N) has begun draining connections on 2 tasks.',
    '(service web) (deployment ecs-svc/N) deployment completed.',
    '(service web) has reached a steady state.',
  ])
  const ended = account.in('STOPPED')[0]
  expect(ended).toMatchObject({
    stopCode: 'ServiceSchedulerInitiated',
    stoppedReason: `Scaling activity initiated by (deployment ${account.service.deployments[0]?.id})`,
  })
})

test('maximumPercent 100 and minimumHealthyPercent 50 replace one of two at a time', async () => {
  const account = await steadyWeb()
  const deploymentConfiguration = { maximumPercent: 100, minimumHealthyPercent: 50 }
  await account.call(updateService, { cluster: 'lab', service: 'web', deploymentConfiguration })
  await update(account, 'web:2')
  let [fewest, most] = [Infinity, 0]
  await account.pass(300, () => {
    fewest = Math.min(fewest, account.targets.serving.length)
    const live = account.tasks.filter(({ desiredStatus }) => desiredStatus === 'RUNNING')
    most = Math.max(most, live.length)
  })
  expect([fewest, most]).toEqual([1, 2])
  expect(account.service.deployments).toHaveLength(1)
  expect(account.in('RUNNING').map(({ containers }) => containers[0]?.image)).toEqual(['web:2', 'web:2'])
})

test('a stopped task is replaced', async () => {
  const account = await steadyWeb()
  const [task] = account.in('RUNNING')
  await account.call(stopTask, { cluster: 'lab', task: task?.taskArn })
  await account.pass(90)
  expect(account.in('RUNNING')).toHaveLength(2)
  expect(task).toMatchObject({
    lastStatus: 'STOPPED',
    stopCode: 'UserInitiated',
    stoppedReason: 'Task stopped by user',
  })
  expect(account.events.at(-1)).toBe('(service web) has reached a steady state.')
  expect(account.service.deployments[0]?.failedTasks).toBe(0)
})

test('scaling needs no deployment: the events tell it, the deployment stays COMPLETED', async () => {
  const account = await steadyWeb()
  await account.call(updateService, { cluster: 'lab', service: 'web', desiredCount: 3 })
  await account.pass(60)
  expect(account.in('RUNNING')).toHaveLength(3)
  await account.call(updateService, { cluster: 'lab', service: 'web', desiredCount: 1 })
  await account.pass(60)
  expect(account.in('RUNNING')).toHaveLength(1)
  expect(account.service.deployments.map(({ rolloutState }) => rolloutState)).toEqual(['COMPLETED'])
  expect(account.events.filter(text => text.includes('steady'))).toHaveLength(3)
  expect(account.events.filter(text => text.includes('deployment completed'))).toHaveLength(1)
})

test('a target that fails its checks is told of, replaced first and stopped after', async () => {
  const account = await steadyWeb()
  const [sick] = account.in('RUNNING')
  account.targets.passes = ip => ip !== sick?.interface?.privateIpAddress
  let fewest = Infinity
  await account.pass(120, () => (fewest = Math.min(fewest, account.targets.serving.length)))
  expect(fewest).toBe(1)
  expect(sick).toMatchObject({
    lastStatus: 'STOPPED',
    stopCode: 'ServiceSchedulerInitiated',
    stoppedReason: `Task failed ELB health checks in (target-group ${account.targetGroupArn})`,
  })
  expect(account.events.slice(4, 7)).toEqual([
    '(service web) (task T) (port 8080) is unhealthy in (target-group TG) due to (reason Health checks failed with these codes: [404]).',
    '(service web) has started 1 tasks: (task T). Amazon ECS replaced 1 tasks due to an unhealthy status.',
    '(service web) registered 1 targets in (target-group TG)',
  ])
  expect(account.in('RUNNING')).toHaveLength(2)
})

test('within the grace period a failing target is left alone', async () => {
  const account = new FakeAccount()
  await account.registerWeb()
  account.targets.passes = () => false
  await account.createWeb({}, true)
  account.service.healthCheckGracePeriodSeconds = 120
  await account.pass(130)
  expect(account.events).toHaveLength(2)
  await account.pass(20)
  expect(account.events.filter(text => text.includes('is unhealthy in'))).toHaveLength(2)
})

test('deleting with force drains, then the service is INACTIVE and its name free', async () => {
  const account = await steadyWeb()
  await expect(account.call(deleteService, { cluster: 'lab', service: 'web' })).rejects.toThrow(
    'The service cannot be stopped while it is scaled above 0.',
  )
  await account.call(deleteService, { cluster: 'lab', service: 'web', force: true })
  expect(account.service.status).toBe('DRAINING')
  await expect(account.createWeb()).rejects.toThrow('Unable to Start a service that is still Draining.')
  await account.pass(60)
  expect(account.service).toMatchObject({ status: 'INACTIVE', deployments: [] })
  expect(account.runtime.running).toEqual([])
  expect(account.targets.serving).toEqual([])
  await account.createWeb()
  expect(account.service.status).toBe('ACTIVE')
})

test('an update during an update drops the tasks of the middle one that do not serve', async () => {
  const account = await steadyWeb()
  await update(account, 'web:2')
  await account.pass(5)
  await update(account, 'web:3')
  let fewest = Infinity
  await account.pass(150, () => (fewest = Math.min(fewest, account.targets.serving.length)))
  expect(fewest).toBe(2)
  expect(account.in('RUNNING').map(({ containers }) => containers[0]?.image)).toEqual(['web:3', 'web:3'])
  expect(account.service.deployments).toHaveLength(1)
})
