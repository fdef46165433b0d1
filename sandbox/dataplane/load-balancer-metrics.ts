import type { StandardUnit } from '@aws-sdk/client-cloudwatch'
import type { Sandbox } from '../operation.ts'
import { emptyBucket, addSample } from '../services/cloudwatch/bucket.ts'
import { recordMetric } from '../services/cloudwatch/metrics.ts'
import { targetsOf } from '../services/elbv2/store.ts'
import type { Scope } from '../store/store.ts'
import type { Counters } from './counters.ts'

/** What was counted up to the last time. */
interface Counted {
  requests: number
  connectionErrors: number
  targetStatus: number[]
  ownStatus: number[]
}

const NOTHING: Counted = { requests: 0, connectionErrors: 0, targetStatus: [], ownStatus: [] }
/** Into the minute that has ended, whatever the delay of a timer. */
const HALF_A_MINUTE_MS = 30_000

/** Turns counters into the metrics AWS/ApplicationELB and AWS/NetworkELB. */
export class LoadBalancerMetrics {
  readonly #sandbox: Sandbox
  readonly #before = new WeakMap<Counters, Counted>()

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox
  }

  /** Records the minute that has ended. */
  record(
    scope: Scope,
    loadBalancerArn: string,
    counters: Counters,
    groups: readonly { arn: string; counters: Counters }[],
  ): void {
    const LoadBalancer = loadBalancerArn.split(':loadbalancer/')[1] ?? ''
    const isNetwork = LoadBalancer.startsWith('net/')
    const timestamp = this.#minuteBefore(scope)
    const namespace = isNetwork ? 'AWS/NetworkELB' : 'AWS/ApplicationELB'
    const put = (
      dimensions: Record<string, string>,
      metricName: string,
      value: number,
      unit: StandardUnit = 'Count',
    ) => recordMetric(this.#sandbox, scope, { namespace, metricName, dimensions, value, unit, timestamp })
    const whole = this.#since(counters)
    const latency = emptyBucket(0, 0, 'Seconds')
    for (const group of groups) {
      const TargetGroup = group.arn.split(':').at(-1) ?? ''
      const both = { TargetGroup, LoadBalancer }
      const states = targetsOf(scope, group.arn).map(({ state }) => state)
      const healthy = states.filter(state => state === 'healthy').length
      put(both, 'HealthyHostCount', healthy)
      put(both, 'UnHealthyHostCount', states.filter(state => state === 'unhealthy').length)
      if (isNetwork) continue
      const counted = this.#since(group.counters)
      putCounts(counted, (name, value) => put(both, name, value))
      const perTarget = counted.requests / Math.max(1, healthy)
      for (const dimensions of [{ TargetGroup }, both]) put(dimensions, 'RequestCountPerTarget', perTarget)
      const taken = group.counters.latency.take()
      if (!taken) continue
      addSample(latency, taken)
      recordMetric(this.#sandbox, scope, {
        ...{ namespace, metricName: 'TargetResponseTime', dimensions: both, unit: 'Seconds', timestamp },
        ...taken,
      })
    }
    if (isNetwork) {
      if (whole.requests > 0) put({ LoadBalancer }, 'NewFlowCount', whole.requests)
      return
    }
    putCounts(whole, (name, value) => put({ LoadBalancer }, name, value))
    for (const digit of [3, 4, 5]) {
      const count = whole.ownStatus[digit] ?? 0
      if (count > 0) put({ LoadBalancer }, `HTTPCode_ELB_${digit}XX_Count`, count)
    }
    if (latency.sampleCount === 0) return
    const { distribution, sampleCount, sum, minimum, maximum } = latency
    recordMetric(this.#sandbox, scope, {
      ...{
        namespace,
        metricName: 'TargetResponseTime',
        dimensions: { LoadBalancer },
        unit: 'Seconds',
        timestamp,
      },
      statistics: { sampleCount, sum, minimum, maximum },
      ...(distribution && { distribution }),
    })
  }

  #minuteBefore({ accountId }: Scope): number {
    const { clock } = this.#sandbox
    const time = clock.time(accountId)
    const ended = Math.floor(time / (2 * HALF_A_MINUTE_MS)) * 2 * HALF_A_MINUTE_MS
    return clock.now() - (time - ended + HALF_A_MINUTE_MS) / clock.scale(accountId)
  }

  #since(counters: Counters): Counted {
    const before = this.#before.get(counters) ?? NOTHING
    const { requests, connectionErrors, targetStatus, ownStatus } = counters
    this.#before.set(counters, {
      ...{ requests, connectionErrors, targetStatus: [...targetStatus], ownStatus: [...ownStatus] },
    })
    return {
      requests: requests - before.requests,
      connectionErrors: connectionErrors - before.connectionErrors,
      targetStatus: targetStatus.map((count, digit) => count - (before.targetStatus[digit] ?? 0)),
      ownStatus: ownStatus.map((count, digit) => count - (before.ownStatus[digit] ?? 0)),
    }
  }
}

/** Counts exist only where they are not zero, as on AWS. */
function putCounts(counted: Counted, put: (name: string, value: number) => void): void {
  if (counted.requests > 0) put('RequestCount', counted.requests)
  if (counted.connectionErrors > 0) put('TargetConnectionErrorCount', counted.connectionErrors)
  for (const digit of [2, 3, 4, 5]) {
    const count = counted.targetStatus[digit] ?? 0
    if (count > 0) put(`HTTPCode_Target_${digit}XX_Count`, count)
  }
}
