import type { RunTaskRequest } from '@aws-sdk/client-ecs'
import { describe, expect, test } from 'vitest'
import { createService } from './operations/create-service.ts'
import { deleteCluster } from './operations/delete-cluster.ts'
import { deregisterContainerInstance } from './operations/deregister-container-instance.ts'
import { describeContainerInstances } from './operations/describe-container-instances.ts'
import { listContainerInstances } from './operations/list-container-instances.ts'
import { putClusterCapacityProviders } from './operations/put-cluster-capacity-providers.ts'
import { registerContainerInstance } from './operations/register-container-instance.ts'
import { registerTaskDefinition } from './operations/register-task-definition.ts'
import { runTask } from './operations/run-task.ts'
import { startTask } from './operations/start-task.ts'
import { updateContainerInstancesState } from './operations/update-container-instances-state.ts'
import { interruptSpotTasks } from './spot-interruption.ts'
import { FakeAccount } from './testing/fake-account.ts'

async function register(account: FakeAccount, more: { memory?: number; type?: string } = {}) {
  const { memory = 1024, type = 't3.small' } = more
  const { containerInstance } = await account.call(registerContainerInstance, {
    cluster: 'lab',
    instanceIdentityDocument: JSON.stringify({ instanceType: type }),
    totalResources: [
      { name: 'CPU', type: 'INTEGER', integerValue: 1024 },
      { name: 'MEMORY', type: 'INTEGER', integerValue: memory },
    ],
  })
  return containerInstance?.containerInstanceArn ?? ''
}

/** An account with a task definition for instances: 256 CPU units, 256 MiB, bridge network. */
async function withDefinition(hostPort = 0): Promise<FakeAccount> {
  const account = new FakeAccount()
  await account.call(registerTaskDefinition, {
    family: 'web',
    containerDefinitions: [
      { name: 'web', image: 'web:1', cpu: 256, memory: 256, portMappings: [{ containerPort: 80, hostPort }] },
    ],
  })
  return account
}

const run = (account: FakeAccount, more: Partial<RunTaskRequest> = {}) =>
  account.call(runTask, { cluster: 'lab', taskDefinition: 'web', launchType: 'EC2', ...more })

const counts = (account: FakeAccount, arns: string[]) =>
  arns.map(arn => account.tasks.filter(task => task.containerInstanceArn === arn).length)

describe('tasks on instances', () => {
  test('take their share, run, and show where', async () => {
    const account = await withDefinition()
    const arn = await register(account)
    const { tasks } = await run(account)
    expect(tasks?.[0]).toMatchObject({ launchType: 'EC2', containerInstanceArn: arn, attachments: [] })
    expect(tasks?.[0]).not.toHaveProperty('platformVersion')
    await account.pass(30)
    expect(account.in('RUNNING')).toHaveLength(1)
    const { containerInstances } = await account.call(describeContainerInstances, {
      ...{ cluster: 'lab', containerInstances: [arn] },
    })
    expect(containerInstances?.[0]).toMatchObject({ status: 'ACTIVE', runningTasksCount: 1 })
    const left = containerInstances?.[0]?.remainingResources?.map(({ integerValue }) => integerValue)
    expect(left?.slice(0, 2)).toEqual([768, 768])
  })

  test('that do not fit are failures, in AWS’s shape; those that do are started', async () => {
    const account = await withDefinition()
    const arn = await register(account, { memory: 600 })
    const { tasks, failures } = await run(account, { count: 3 })
    expect(tasks).toHaveLength(2)
    expect(failures).toEqual([{ arn, reason: 'RESOURCE:MEMORY' }])
  })

  test('do not share a port of the host', async () => {
    const account = await withDefinition(8080)
    const arn = await register(account)
    const { tasks, failures } = await run(account, { count: 2 })
    expect([tasks?.length, failures]).toEqual([1, [{ arn, reason: 'RESOURCE:PORTS' }]])
  })

  test('want an instance', async () => {
    const account = await withDefinition()
    const refusal = { message: 'No Container Instances were found in your cluster.' }
    await expect(run(account)).rejects.toMatchObject(refusal)
    expect(account.tasks).toEqual([])
  })

  test('are put where a strategy wants them', async () => {
    const spread = await withDefinition()
    const two = [await register(spread), await register(spread)]
    await run(spread, { count: 4, placementStrategy: [{ type: 'spread', field: 'instanceId' }] })
    expect(counts(spread, two)).toEqual([2, 2])
    const packed = await withDefinition()
    const sizes = [await register(packed), await register(packed, { memory: 512 })]
    await run(packed, { count: 2, placementStrategy: [{ type: 'binpack', field: 'memory' }] })
    expect(counts(packed, sizes)).toEqual([0, 2])
  })

  test('keep to their constraints', async () => {
    const account = await withDefinition()
    const small = await register(account)
    const large = await register(account, { type: 'm5.large' })
    const on = (expression: string) => ({ type: 'memberOf' as const, expression })
    await run(account, { placementConstraints: [on('attribute:ecs.instance-type =~ m5.*')] })
    expect(counts(account, [small, large])).toEqual([0, 1])
    const distinct = await run(account, { count: 3, placementConstraints: [{ type: 'distinctInstance' }] })
    expect(distinct.tasks).toHaveLength(1)
    expect(distinct.failures?.map(({ reason }) => reason)).toEqual([
      'DistinctInstance placement constraint unsatisfied.',
      'DistinctInstance placement constraint unsatisfied.',
    ])
    const none = await run(account, { placementConstraints: [on('attribute:rack exists')] })
    expect(none.failures?.[0]?.reason).toBe('MemberOf placement constraint unsatisfied.')
    await expect(run(account, { placementConstraints: [on('== x')] })).rejects.toThrow('Invalid expression')
    const listed = await account.call(listContainerInstances, {
      ...{
        cluster: 'lab',
        filter: 'attribute:ecs.instance-type in [m5.large, c5.large] and not task:group == x',
      },
    })
    expect(listed.containerInstanceArns).toEqual([large])
  })

  test('are started on the instances that StartTask names', async () => {
    const account = await withDefinition()
    const [first, second] = [await register(account), await register(account)]
    const answer = await account.call(startTask, {
      ...{ cluster: 'lab', taskDefinition: 'web', containerInstances: [second, 'absent'] },
    })
    expect(answer.tasks?.map(({ containerInstanceArn }) => containerInstanceArn)).toEqual([second])
    expect(answer.failures?.[0]?.reason).toBe('MISSING')
    expect(counts(account, [first])).toEqual([0])
  })
})

describe('an instance', () => {
  const service = (account: FakeAccount) =>
    account.call(createService, {
      ...{ cluster: 'lab', serviceName: 'web', taskDefinition: 'web', desiredCount: 2, launchType: 'EC2' },
    })

  test('that is drained has its service’s tasks replaced, then goes', async () => {
    const account = await withDefinition()
    const first = await register(account)
    await service(account)
    await account.pass(40)
    const second = await register(account)
    await account.call(updateContainerInstancesState, {
      ...{ cluster: 'lab', containerInstances: [first], status: 'DRAINING' },
    })
    await account.pass(60)
    expect(account.in('RUNNING').map(task => task.containerInstanceArn)).toEqual([second, second])
    await expect(account.call(deleteCluster, { cluster: 'lab' })).rejects.toThrow('Services are active')
    await account.call(deregisterContainerInstance, { cluster: 'lab', containerInstance: first })
    const { containerInstanceArns } = await account.call(listContainerInstances, { cluster: 'lab' })
    expect(containerInstanceArns).toEqual([second])
  })

  test('with tasks is deregistered only by force, which ends them', async () => {
    const account = await withDefinition()
    const arn = await register(account)
    await service(account)
    await account.pass(40)
    const request = { cluster: 'lab', containerInstance: arn }
    await expect(account.call(deregisterContainerInstance, request)).rejects.toThrow(
      'Found running tasks on the instance.',
    )
    await account.call(deregisterContainerInstance, { ...request, force: true })
    await account.pass(40)
    expect(account.in('RUNNING')).toEqual([])
    expect(account.in('STOPPED')[0]?.stopCode).toBe('TerminationNotice')
    expect(account.events.at(-1)).toBe(
      '(service web) was unable to place a task because no container instance met all of its requirements. Reason: No Container Instances were found in your cluster.',
    )
  })

  test('keeps its cluster from being deleted', async () => {
    const account = await withDefinition()
    await register(account)
    await expect(account.call(deleteCluster, { cluster: 'lab' })).rejects.toMatchObject({
      name: 'ClusterContainsContainerInstancesException',
      message: 'The Cluster cannot be deleted while Container Instances are active or draining.',
    })
  })

  test('that is full makes the service say what is lacking', async () => {
    const account = await withDefinition()
    const id = (await register(account, { memory: 300 })).split('/').at(-1)
    await service(account)
    await account.pass(5)
    expect(account.events).toContain(
      `(service web) was unable to place a task because no container instance met all of its requirements. The closest matching (container-instance ${id}) has insufficient memory available. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.`,
    )
  })
})

test('a strategy spreads a service’s tasks over its capacity providers', async () => {
  const account = new FakeAccount()
  const capacityProviders = ['FARGATE', 'FARGATE_SPOT']
  const strategy = [
    { capacityProvider: 'FARGATE', base: 1, weight: 1 },
    { capacityProvider: 'FARGATE_SPOT', weight: 3 },
  ]
  await account.call(putClusterCapacityProviders, {
    ...{ cluster: 'lab', capacityProviders, defaultCapacityProviderStrategy: [] },
  })
  await account.registerWeb()
  await account.createWeb({ desiredCount: 5, launchType: undefined, capacityProviderStrategy: strategy })
  await account.pass(40)
  const providers = account.in('RUNNING').map(task => task.capacityProviderName)
  expect(providers.filter(name => name === 'FARGATE')).toHaveLength(2)
  expect(providers.filter(name => name === 'FARGATE_SPOT')).toHaveLength(3)
})

test('an interruption ends tasks on Spot alone, without waiting for requests, and the service replaces them', async () => {
  const account = new FakeAccount()
  await account.call(putClusterCapacityProviders, {
    ...{
      cluster: 'lab',
      capacityProviders: ['FARGATE', 'FARGATE_SPOT'],
      defaultCapacityProviderStrategy: [],
    },
  })
  await account.registerWeb()
  const capacityProviderStrategy = [
    { capacityProvider: 'FARGATE', weight: 1 },
    { capacityProvider: 'FARGATE_SPOT', weight: 1 },
  ]
  await account.createWeb({ launchType: undefined, capacityProviderStrategy }, true)
  await account.pass(60)
  const spot = account.in('RUNNING').find(task => task.capacityProviderName === 'FARGATE_SPOT')
  expect(interruptSpotTasks(account.sandbox, account.scope, { cluster: 'other' })).toEqual([])
  expect(interruptSpotTasks(account.sandbox, account.scope, { cluster: 'lab' })).toEqual([spot?.taskArn])
  await account.pass(2)
  expect(account.runtime.journal).toEqual([`SIGTERM ${spot?.id}`])
  await account.pass(60)
  expect(spot).toMatchObject({
    ...{ lastStatus: 'STOPPED', stopCode: 'SpotInterruption' },
    stoppedReason: 'Your Spot Task was interrupted.',
  })
  expect(
    account
      .in('RUNNING')
      .map(task => task.capacityProviderName)
      .sort(),
  ).toEqual(['FARGATE', 'FARGATE_SPOT'])
})
