import type { Scope } from '../../store/store.ts'
import { recordMetric } from '../cloudwatch/metrics.ts'
import { recordInsights } from './container-insights.ts'
import type { TaskUse } from './container-insights.ts'
import type { Engine } from './engine.ts'
import { ecs } from './store.ts'
import type { ContainerDocument, TaskDocument } from './store.ts'

const MINUTE_MS = 60_000
/** However fast the account's time passes: measuring costs time too. */
const LEAST_MS = 1_000

/** Measures what tasks use, once in a minute of their account's time, into CloudWatch's metrics. */
export class Utilization {
  readonly #engine: Pick<Engine, 'sandbox' | 'runtime'>
  /** By account and region, when the next sample is due: on the account's clock and on the wall. */
  readonly #due = new Map<string, { time: number; wall: number }>()
  readonly #before = new Map<string, { cpuSeconds: number; at: number }>()
  #busy = false

  constructor(engine: Pick<Engine, 'sandbox' | 'runtime'>) {
    this.#engine = engine
  }

  /** Takes the samples that are due. */
  async sample(): Promise<void> {
    if (this.#busy) return
    this.#busy = true
    try {
      const { sandbox } = this.#engine
      for (const scope of sandbox.store.scopes()) {
        if (ecs(scope).clusters.size > 0 && this.#isDue(scope)) await this.#sampleScope(scope)
      }
      this.#forget()
    } finally {
      this.#busy = false
    }
  }

  #isDue(scope: Scope): boolean {
    const { clock } = this.#engine.sandbox
    const key = `${scope.accountId}/${scope.region}`
    const [time, wall] = [clock.time(scope.accountId), clock.now()]
    const due = this.#due.get(key)
    if (due && (time < due.time || wall < due.wall)) return false
    this.#due.set(key, { time: time + MINUTE_MS, wall: wall + LEAST_MS })
    // The first minute has just begun.
    return due !== undefined
  }

  async #sampleScope(scope: Scope): Promise<void> {
    const uses: TaskUse[] = []
    for (const task of ecs(scope).tasks.values()) {
      if (task.lastStatus === 'RUNNING') uses.push(await this.#useOf(task))
    }
    const { sandbox } = this.#engine
    for (const group of groups(uses)) {
      for (const [metricName, percents] of Object.entries(group.percents)) {
        if (percents.length === 0) continue
        const { namespace, dimensions } = group
        const values = { values: percents, counts: percents.map(() => 1) }
        recordMetric(sandbox, scope, { namespace, metricName, dimensions, unit: 'Percent', ...values })
      }
    }
    recordInsights(sandbox, scope, uses)
  }

  async #useOf(task: TaskDocument): Promise<TaskUse> {
    let cpu = 0
    let memory = 0
    for (const container of task.containers) {
      if (!container.handle || container.lastStatus !== 'RUNNING') continue
      const usage = await this.#engine.runtime.usage(container.handle)
      if (!usage) continue
      memory += usage.memoryBytes
      cpu += this.#vcpus(task, container, usage.cpuSeconds)
    }
    const sum = (member: 'cpu' | 'memory') =>
      Number(task[member]) ||
      task.containers.reduce((total, container) => total + Number(container[member] ?? 0), 0)
    return {
      task,
      ...{ cpu: cpu * 1024, cpuReserved: sum('cpu') },
      ...{ memoryMiB: memory / 2 ** 20, memoryReservedMiB: sum('memory') },
    }
  }

  /** How many vCPUs a container has kept busy since it was measured last. */
  #vcpus(task: TaskDocument, container: ContainerDocument, cpuSeconds: number): number {
    const at = this.#engine.sandbox.clock.now()
    const key = `${task.id}/${container.name}/${container.runtimeId ?? ''}`
    const before = this.#before.get(key) ?? { cpuSeconds: 0, at: container.startedAt ?? at }
    this.#before.set(key, { cpuSeconds, at })
    const seconds = (at - before.at) / 1000
    return seconds > 0 ? Math.max(0, cpuSeconds - before.cpuSeconds) / seconds : 0
  }

  #forget(): void {
    const oldest = this.#engine.sandbox.clock.now() - 60 * MINUTE_MS
    for (const [key, { at }] of this.#before) if (at < oldest) this.#before.delete(key)
  }
}

interface Group {
  namespace: string
  dimensions: Record<string, string>
  percents: { CPUUtilization: number[]; MemoryUtilization: number[] }
}

/** By service; by cluster only what runs on its instances, as AWS has no such metric for Fargate. */
function groups(uses: TaskUse[]): Group[] {
  const found = new Map<string, Group>()
  for (const use of uses) {
    const { clusterName: ClusterName, serviceName: ServiceName, launchType } = use.task
    const dimensions: Record<string, string>[] = []
    if (ServiceName) dimensions.push({ ClusterName, ServiceName })
    if (launchType === 'EC2') dimensions.push({ ClusterName })
    for (const set of dimensions) {
      const key = JSON.stringify(set)
      const group = found.get(key) ?? {
        ...{ namespace: 'AWS/ECS', dimensions: set },
        percents: { CPUUtilization: [], MemoryUtilization: [] },
      }
      found.set(key, group)
      if (use.cpuReserved > 0) group.percents.CPUUtilization.push((use.cpu / use.cpuReserved) * 100)
      if (use.memoryReservedMiB > 0) {
        group.percents.MemoryUtilization.push((use.memoryMiB / use.memoryReservedMiB) * 100)
      }
    }
  }
  return [...found.values()]
}
