/** What is counted for CloudWatch: since the process began, per load balancer and per target group. */
export interface Counters {
  requests: number
  /** Answers that targets gave, by the first digit of the status: index 2 is 2xx. */
  targetStatus: number[]
  /** Answers of the load balancer itself, likewise. */
  ownStatus: number[]
  /** Milliseconds between a request that leaves for a target and the first byte of its answer, summed. */
  targetLatencyMs: number
  /** Connections to targets that failed. */
  connectionErrors: number
}

export function newCounters(): Counters {
  return {
    requests: 0,
    targetStatus: [0, 0, 0, 0, 0, 0],
    ownStatus: [0, 0, 0, 0, 0, 0],
    targetLatencyMs: 0,
    connectionErrors: 0,
  }
}

/** Adds one answer with this status. */
export function countStatus(counts: number[], status: number): void {
  const digit = (status / 100) | 0
  counts[digit] = (counts[digit] ?? 0) + 1
}
