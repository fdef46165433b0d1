import { expect, test } from 'vitest'
import { getMetricStatistics } from '../cloudwatch/operations/get-metric-statistics.ts'
import { deleteLogGroup } from '../logs/operations/delete-log-group.ts'
import { filterLogEvents } from '../logs/operations/filter-log-events.ts'
import { logs } from '../logs/store.ts'
import { updateClusterSettings } from './operations/update-cluster-settings.ts'
import { updateService } from './operations/update-service.ts'
import { FakeAccount } from './testing/fake-account.ts'
import { Utilization } from './utilization.ts'

/** A service of two tasks, measured for three minutes: each keeps a quarter of its quarter vCPU and 128 of its 512 MiB busy. */
async function measured(insights = false) {
  const account = new FakeAccount()
  if (insights) {
    const settings = [{ name: 'containerInsights' as const, value: 'enabled' }]
    await account.call(updateClusterSettings, { cluster: 'lab', settings })
  }
  await account.registerWeb()
  await account.createWeb({ desiredCount: 2 })
  await account.pass(40)
  const began = account.clock.now()
  account.runtime.usageOf = () => ({
    cpuSeconds: ((account.clock.now() - began) / 1000) * 0.0625,
    memoryBytes: 128 * 2 ** 20,
  })
  const utilization = new Utilization(account)
  await utilization.sample()
  for (let minute = 0; minute < 3; minute++) {
    await account.pass(60)
    await utilization.sample()
    await utilization.sample()
  }
  const ask = async (Namespace: string, MetricName: string, dimensions: Record<string, string>) => {
    const { Datapoints } = await account.call(getMetricStatistics, {
      ...{ Namespace, MetricName, Period: 60, Statistics: ['Average', 'SampleCount'] },
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      StartTime: new Date(began - 60_000),
      EndTime: new Date(account.clock.now() + 60_000),
    })
    const points = [...(Datapoints ?? [])].sort((a, b) => Number(a.Timestamp) - Number(b.Timestamp))
    return points.map(({ Average, SampleCount }) => [Math.round(Average ?? -1), SampleCount])
  }
  return { account, ask, utilization }
}

const SERVICE = { ClusterName: 'lab', ServiceName: 'web' }

test('each minute a service’s tasks are measured in percent of what they have reserved', async () => {
  const { ask, account } = await measured()
  const cpu = await ask('AWS/ECS', 'CPUUtilization', SERVICE)
  expect(cpu.slice(1)).toEqual([
    [25, 2],
    [25, 2],
  ])
  expect(await ask('AWS/ECS', 'MemoryUtilization', SERVICE)).toEqual([
    [25, 2],
    [25, 2],
    [25, 2],
  ])
  expect(await ask('ECS/ContainerInsights', 'RunningTaskCount', SERVICE)).toEqual([])
  expect(logs(account.scope).groups.size).toBe(0)
})

test('Container Insights counts tasks and tells what they use, in metrics and log events', async () => {
  const { ask, account } = await measured(true)
  const last = async (name: string, dimensions: Record<string, string>) =>
    (await ask('ECS/ContainerInsights', name, dimensions)).at(-1)
  expect(await last('RunningTaskCount', SERVICE)).toEqual([2, 1])
  expect(await last('DesiredTaskCount', SERVICE)).toEqual([2, 1])
  expect(await last('TaskCount', { ClusterName: 'lab' })).toEqual([2, 1])
  expect(await last('ServiceCount', { ClusterName: 'lab' })).toEqual([1, 1])
  expect(await last('CpuUtilized', SERVICE)).toEqual([64, 2])
  expect(await last('MemoryUtilized', { ClusterName: 'lab', TaskDefinitionFamily: 'web' })).toEqual([128, 2])
  const logGroupName = '/aws/ecs/containerinsights/lab/performance'
  const { events } = await account.call(filterLogEvents, { logGroupName })
  const told = (events ?? []).map(({ message = '' }) => JSON.parse(message) as Record<string, unknown>)
  expect(told.filter(({ Type }) => Type === 'Service').at(-1)).toMatchObject({
    ...{ ClusterName: 'lab', ServiceName: 'web', RunningTaskCount: 2, PendingTaskCount: 0 },
    CloudWatchMetrics: [{ Namespace: 'ECS/ContainerInsights', Dimensions: [['ClusterName', 'ServiceName']] }],
  })
  expect(told.filter(({ Type }) => Type === 'Task').at(-1)).toMatchObject({
    ...{ KnownStatus: 'RUNNING', MemoryUtilized: 128, MemoryReserved: 512, CpuReserved: 256 },
  })
})

test('Container Insights tells nothing of a cluster in which no task runs, and makes no log group for it', async () => {
  const { account, utilization } = await measured(true)
  await account.call(updateService, { cluster: 'lab', service: 'web', desiredCount: 0 })
  await account.pass(60)
  await account.call(deleteLogGroup, { logGroupName: '/aws/ecs/containerinsights/lab/performance' })
  await account.pass(60)
  await utilization.sample()
  expect(logs(account.scope).groups.size).toBe(0)
})
