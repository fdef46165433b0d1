import type { Deployment, Service, Task } from '@aws-sdk/client-ecs'
import { expect, it } from 'vitest'
import { costPerHour, presentMap } from './present-map.ts'
import type { AccountReading } from './read-account.ts'

const CLUSTER = 'arn:aws:ecs:eu-west-1:1:cluster/lab'
const definition = (n: number) => `arn:aws:ecs:eu-west-1:1:task-definition/web:${n}`

const deployment = (id: string, changed: Partial<Deployment>): Deployment => ({
  id: `ecs-svc/${id}`,
  ...changed,
})
const task = (id: string, changed: Partial<Task> = {}): Task => ({
  taskArn: `arn:aws:ecs:eu-west-1:1:task/lab/${id}`,
  clusterArn: CLUSTER,
  group: 'service:web',
  taskDefinitionArn: definition(1),
  lastStatus: 'RUNNING',
  desiredStatus: 'RUNNING',
  cpu: '256',
  memory: '512',
  ...changed,
})

function reading(deployments: Deployment[], tasks: Task[]): AccountReading {
  const service: Service = {
    serviceName: 'web',
    clusterArn: CLUSTER,
    networkConfiguration: { awsvpcConfiguration: { subnets: [], assignPublicIp: 'ENABLED' } },
    deployments,
    events: [
      { createdAt: new Date(1), message: 'older' },
      { createdAt: new Date(2), message: 'newer' },
    ],
  }
  return {
    loadBalancers: [],
    targetGroups: [],
    services: [{ cluster: 'lab', service }],
    tasks,
    databases: [],
    publicInterfaces: new Set(['eni-1']),
    taskDefinitions: new Map(),
  }
}

const roles = (from: AccountReading) => presentMap(from, 0).tasks.map(({ id, role }) => `${id} ${role}`)

it('while a newer deployment rolls out, its tasks are green and the serving ones blue', () => {
  const rolling = [
    deployment('2', { status: 'PRIMARY', rolloutState: 'IN_PROGRESS', taskDefinition: definition(2) }),
    deployment('1', { status: 'ACTIVE', runningCount: 2, taskDefinition: definition(1) }),
  ]
  const tasks = [
    task('old', { startedBy: 'ecs-svc/1' }),
    task('new', { startedBy: 'ecs-svc/2', taskDefinitionArn: definition(2) }),
    task('same-revision', { startedBy: 'ecs-svc/2' }),
    task('by-hand', { group: 'family:web', clusterArn: CLUSTER }),
  ]
  expect(roles(reading(rolling, tasks))).toEqual([
    'old blue',
    'new green',
    'same-revision green',
    'by-hand blue',
  ])
})

it('the first deployment of a service is blue, and so is one that has completed', () => {
  const first = [deployment('1', { status: 'PRIMARY', rolloutState: 'IN_PROGRESS' })]
  expect(roles(reading(first, [task('one', { startedBy: 'ecs-svc/1' })]))).toEqual(['one blue'])
  const done = [
    deployment('2', { status: 'PRIMARY', rolloutState: 'COMPLETED' }),
    deployment('1', { status: 'ACTIVE', runningCount: 1 }),
  ]
  expect(roles(reading(done, [task('two', { startedBy: 'ecs-svc/2' })]))).toEqual(['two blue'])
})

it('shows the task sets of a service of CodeDeploy’s as its deployments, the newest in green until blue has gone', () => {
  const taskSet = (n: number, status: string) => ({
    ...{ id: `ecs-svc/${n}`, status, taskDefinition: definition(n), createdAt: new Date(n) },
    ...{ stabilityStatus: 'STEADY_STATE' as const, computedDesiredCount: 2, runningCount: 2 },
  })
  const tasks = [1, 2].map(n => task(`of-${n}`, { startedBy: `ecs-svc/${n}` }))
  const from = reading([], tasks)
  const [found] = from.services
  if (!found) throw new Error('There is no service.')
  for (const [first, second] of [
    ['PRIMARY', 'ACTIVE'],
    ['ACTIVE', 'PRIMARY'],
  ] as const) {
    found.service.taskSets = [taskSet(1, first), taskSet(2, second)]
    expect(roles(from)).toEqual(['of-1 blue', 'of-2 green'])
  }
  expect(presentMap(from, 0).services[0]?.deployments).toMatchObject([
    { id: 'ecs-svc/1', status: 'ACTIVE', rolloutState: 'STEADY_STATE', taskDefinition: 'web:1', desired: 2 },
    { id: 'ecs-svc/2', status: 'PRIMARY', taskDefinition: 'web:2', running: 2 },
  ])
  found.service.taskSets = [taskSet(2, 'PRIMARY')]
  expect(roles(from)).toEqual(['of-1 blue', 'of-2 blue'])
})

it('tells why a task stopped, and events newest first', () => {
  const stopped = task('gone', {
    lastStatus: 'STOPPED',
    stoppedReason: 'Essential container in task exited',
    containers: [{ exitCode: 0 }, { exitCode: 137 }],
    attachments: [{ details: [{ name: 'privateIPv4Address', value: '172.31.0.9' }] }],
  })
  const map = presentMap(reading([], [stopped]), 7)
  expect(map.tasks[0]).toMatchObject({
    ip: '172.31.0.9',
    exitCode: 137,
    stoppedReason: 'Essential container in task exited',
    taskDefinition: 'web:1',
  })
  expect(map.events.map(event => event.text)).toEqual(['newer', 'older'])
  expect(map.readAt).toBe(7)
})

it('costs what the price list says: a task of 0.25 vCPU and 0.5 GB with its address 0.0173, a load balancer with two 0.0352', () => {
  const tasks = [task('one'), task('two'), task('stopped', { lastStatus: 'STOPPED' })]
  expect(costPerHour(reading([], tasks), 'eu-west-1')).toBeCloseTo(2 * 0.0173, 3)
  const alone = (eni: string) =>
    task('alone', {
      group: 'family:web',
      attachments: [{ details: [{ name: 'networkInterfaceId', value: eni }] }],
    })
  expect(costPerHour(reading([], [alone('eni-1')]), 'eu-west-1')).toBeCloseTo(0.0173, 4)
  expect(costPerHour(reading([], [alone('eni-2')]), 'eu-west-1')).toBeCloseTo(0.0123, 4)
  const balancer = { Scheme: 'internet-facing' as const, AvailabilityZones: [{}, {}] }
  const withBalancer = { ...reading([], []), loadBalancers: [{ balancer, listeners: [] }] }
  expect(costPerHour(withBalancer, 'eu-west-1')).toBeCloseTo(0.0352, 4)
  expect(costPerHour(reading([], []), 'eu-west-1')).toBe(0)
})

it('counts a task on Spot capacity as that, and a database with its storage, which a stopped one keeps', () => {
  const spot = task('spot', { group: 'family:web', capacityProviderName: 'FARGATE_SPOT' })
  expect(costPerHour(reading([], [spot]), 'eu-west-1')).toBeCloseTo(0.0038, 4)
  const database = { DBInstanceClass: 'db.t4g.micro', AllocatedStorage: 20, DBInstanceStatus: 'available' }
  const cost = (changed: object, region = 'eu-west-1') =>
    costPerHour({ ...reading([], []), databases: [{ ...database, ...changed }] }, region)
  expect(cost({})).toBeCloseTo(0.0205, 4)
  expect(cost({ DBInstanceStatus: 'stopped' })).toBeCloseTo(0.0035, 4)
  expect(cost({ DBInstanceClass: 'db.t3.micro' }, 'us-east-1')).toBeCloseTo(0.0202, 4)
})
