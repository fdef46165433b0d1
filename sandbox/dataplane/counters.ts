import { keyOf } from '../services/cloudwatch/bucket.ts'
import type { Distribution, StatisticSet } from '../services/cloudwatch/bucket.ts'

/** What is counted for CloudWatch: since the process began, per load balancer and per target group. */
export interface Counters {
  requests: number
  /** Answers that targets gave, by the first digit of the status: index 2 is 2xx. */
  targetStatus: number[]
  /** Answers of the load balancer itself, likewise. */
  ownStatus: number[]
  /** From a request that leaves for a target to the first byte of its answer. */
  latency: Latencies
  /** Connections to targets that failed. */
  connectionErrors: number
}

export function newCounters(): Counters {
  return {
    requests: 0,
    targetStatus: [0, 0, 0, 0, 0, 0],
    ownStatus: [0, 0, 0, 0, 0, 0],
    latency: new Latencies(),
    connectionErrors: 0,
  }
}

/** Adds one answer with this status. */
export function countStatus(counts: number[], status: number): void {
  const digit = (status / 100) | 0
  counts[digit] = (counts[digit] ?? 0) + 1
}

/** Keys of a tenth of a microsecond and of some three hours, in seconds; what is outside counts as these. */
const LEAST = keyOf(1e-7)
const GREATEST = keyOf(1e4)

/** Seconds that answers took, since they were last taken, counted fast: an addition in an array for each. */
export class Latencies {
  readonly #counts = new Uint32Array(GREATEST - LEAST + 1)
  #count = 0
  #sum = 0
  #least = Infinity
  #greatest = 0

  add(seconds: number): void {
    this.#count++
    this.#sum += seconds
    if (seconds < this.#least) this.#least = seconds
    if (seconds > this.#greatest) this.#greatest = seconds
    const index = Math.min(GREATEST, Math.max(LEAST, keyOf(seconds))) - LEAST
    this.#counts[index] = (this.#counts[index] ?? 0) + 1
  }

  /** What was added since the last time; undefined for nothing. */
  take(): { statistics: StatisticSet; distribution: Distribution } | undefined {
    if (this.#count === 0) return undefined
    const distribution: Distribution = {}
    for (const [index, count] of this.#counts.entries()) {
      if (count > 0) distribution[String(index + LEAST)] = count
    }
    const statistics = {
      ...{ sampleCount: this.#count, sum: this.#sum, minimum: this.#least, maximum: this.#greatest },
    }
    this.#counts.fill(0)
    this.#count = this.#sum = this.#greatest = 0
    this.#least = Infinity
    return { statistics, distribution }
  }
}
