import type { StandardUnit } from '@aws-sdk/client-cloudwatch'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { recordMetric } from '../cloudwatch/metrics.ts'
import { appendLogEvents } from '../logs/append.ts'
import { createGroup } from '../logs/create.ts'
import { logs } from '../logs/store.ts'
import { countTasks } from './count-tasks.ts'
import { ecs, taskDefinitionOf, tasksOf } from './store.ts'
import type { ClusterDocument, ServiceDocument, TaskDocument } from './store.ts'

/** What one task uses, beside what it has reserved. */
export interface TaskUse {
  task: TaskDocument
  /** CPU units, 1024 = one vCPU. */
  cpu: number
  cpuReserved: number
  memoryMiB: number
  memoryReservedMiB: number
}

const NAMESPACE = 'ECS/ContainerInsights'

interface Report {
  Type: 'Cluster' | 'Service' | 'Task'
  fields: Record<string, unknown>
  metrics: [name: string, unit: StandardUnit, value: number][]
  dimensions: Record<string, string>[]
}

/**
 * Container Insights: metrics, and the log events they are made of, of the clusters that have it switched on. Of one in which no
 * task runs there are none, as ECS documents, so nothing makes the log group of a cluster anew that is being removed.
 */
export function recordInsights(sandbox: Sandbox, scope: Scope, uses: TaskUse[]): void {
  for (const cluster of ecs(scope).clusters.values()) {
    const isOn = cluster.settings.some(
      ({ name, value }) => name === 'containerInsights' && value !== 'disabled',
    )
    if (cluster.status !== 'ACTIVE' || !isOn || runningTasks(scope, cluster).length === 0) continue
    const reports = [
      clusterReport(scope, cluster),
      ...ecs(scope)
        .services.values()
        .filter(({ clusterName, status }) => clusterName === cluster.clusterName && status === 'ACTIVE')
        .map(service => serviceReport(scope, service)),
      ...uses
        .filter(({ task }) => task.clusterName === cluster.clusterName)
        .map(use => taskReport(scope, use)),
    ]
    for (const report of reports) record(sandbox, scope, report)
    writeLog(sandbox, scope, cluster, reports)
  }
}

function runningTasks(scope: Scope, { clusterName }: ClusterDocument): TaskDocument[] {
  return ecs(scope)
    .tasks.values()
    .filter(task => task.clusterName === clusterName && task.lastStatus === 'RUNNING')
}

function clusterReport(scope: Scope, cluster: ClusterDocument): Report {
  const { clusterName } = cluster
  const active = ecs(scope)
    .services.values()
    .filter(service => service.clusterName === clusterName && service.status === 'ACTIVE')
  return {
    ...{ Type: 'Cluster', fields: { ClusterName: clusterName } },
    dimensions: [{ ClusterName: clusterName }],
    metrics: [
      ['TaskCount', 'Count', runningTasks(scope, cluster).length],
      ['ServiceCount', 'Count', active.length],
    ],
  }
}

function serviceReport(scope: Scope, service: ServiceDocument): Report {
  const { clusterName: ClusterName, serviceName: ServiceName, deployments, desiredCount } = service
  const { running, pending } = countTasks(tasksOf(scope, service))
  return {
    ...{ Type: 'Service', fields: { ClusterName, ServiceName } },
    dimensions: [{ ClusterName, ServiceName }],
    metrics: [
      ['RunningTaskCount', 'Count', running],
      ['DesiredTaskCount', 'Count', desiredCount],
      ['PendingTaskCount', 'Count', pending],
      ['DeploymentCount', 'Count', deployments.length],
      ['TaskSetCount', 'Count', 0],
    ],
  }
}

function taskReport(scope: Scope, { task, ...use }: TaskUse): Report {
  const { family, revision } = taskDefinitionOf(scope, task.taskDefinitionArn)
  const { clusterName: ClusterName, serviceName: ServiceName } = task
  return {
    Type: 'Task',
    fields: {
      ...{ TaskId: task.id, TaskDefinitionFamily: family, TaskDefinitionRevision: String(revision) },
      ...{ ClusterName, ...(ServiceName && { ServiceName }) },
      ...{ KnownStatus: task.lastStatus, LaunchType: task.launchType },
      ...{ AvailabilityZone: task.interface?.availabilityZone },
      ...times(task),
    },
    dimensions: [
      { ClusterName },
      ...(ServiceName ? [{ ClusterName, ServiceName }] : []),
      { ClusterName, TaskDefinitionFamily: family },
    ],
    metrics: [
      ['CpuUtilized', 'None', use.cpu],
      ['CpuReserved', 'None', use.cpuReserved],
      ['MemoryUtilized', 'Megabytes', Math.round(use.memoryMiB)],
      ['MemoryReserved', 'Megabytes', use.memoryReservedMiB],
      ['EphemeralStorageReserved', 'Gigabytes', task.ephemeralStorageGiB],
    ],
  }
}

function times({ createdAt, pullStartedAt, pullStoppedAt, startedAt }: TaskDocument) {
  const all = {
    CreatedAt: createdAt,
    PullStartedAt: pullStartedAt,
    PullStoppedAt: pullStoppedAt,
    StartedAt: startedAt,
  }
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, ms]) =>
      ms === undefined ? [] : [[name, new Date(ms).toISOString()]],
    ),
  )
}

function record(sandbox: Sandbox, scope: Scope, { dimensions, metrics }: Report): void {
  for (const set of dimensions) {
    for (const [metricName, unit, value] of metrics) {
      recordMetric(sandbox, scope, { namespace: NAMESPACE, metricName, dimensions: set, unit, value })
    }
  }
}

/** Events of the embedded metric format, a stream for each kind. */
function writeLog(sandbox: Sandbox, scope: Scope, cluster: ClusterDocument, reports: Report[]): void {
  const group = `/aws/ecs/containerinsights/${cluster.clusterName}/performance`
  if (!logs(scope).groups.has(group)) createGroup(sandbox, scope, { logGroupName: group })
  const timestamp = sandbox.clock.now()
  for (const kind of ['Cluster', 'Service', 'Task'] as const) {
    const events = reports
      .filter(({ Type }) => Type === kind)
      .map(report => ({ timestamp, message: JSON.stringify(embedded(scope, report, timestamp)) }))
    const stream = `${kind === 'Task' ? 'Fargate' : kind}Telemetry`
    if (events.length > 0) appendLogEvents(sandbox, scope, group, stream, events)
  }
}

function embedded(scope: Scope, { Type, fields, metrics, dimensions }: Report, Timestamp: number): object {
  return {
    ...{ Version: '0', Type, ...fields, AccountID: scope.accountId, Region: scope.region, Timestamp },
    ...Object.fromEntries(metrics.map(([name, , value]) => [name, value])),
    CloudWatchMetrics: [
      {
        Namespace: NAMESPACE,
        Metrics: metrics.map(([Name, Unit]) => ({ Name, Unit })),
        Dimensions: dimensions.map(set => Object.keys(set)),
      },
    ],
  }
}
