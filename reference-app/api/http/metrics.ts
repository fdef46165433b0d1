import type { RequestHandler } from 'express'

/** Upper bounds of the latency histogram, in seconds. */
const BOUNDS = [0.005, 0.025, 0.1, 0.5, 1, 5, 30]

/** Counts requests and bytes, and tells them in the format of Prometheus. */
export function createMetrics() {
  const requests = new Map<string, number>()
  const buckets = BOUNDS.map(() => 0)
  const bytes = new Map<string, number>()
  let [count, seconds, inFlight] = [0, 0, 0]

  const measure: RequestHandler = (request, response, next) => {
    const began = performance.now()
    inFlight++
    response.once('close', () => {
      inFlight--
      if (request.path.startsWith('/health/') || request.path === '/metrics') return
      const took = (performance.now() - began) / 1000
      add(requests, `method="${request.method}",status="${response.statusCode}"`, 1)
      BOUNDS.forEach((bound, index) => took <= bound && buckets[index]!++)
      count++
      seconds += took
    })
    next()
  }

  return {
    measure,
    countBytes: (store: string, size: number) => add(bytes, `store="${store}"`, size),
    text: () =>
      [
        '# TYPE http_requests_total counter',
        ...[...requests].map(([labels, value]) => `http_requests_total{${labels}} ${value}`),
        '# TYPE http_request_duration_seconds histogram',
        ...BOUNDS.map(
          (bound, index) => `http_request_duration_seconds_bucket{le="${bound}"} ${buckets[index]}`,
        ),
        `http_request_duration_seconds_bucket{le="+Inf"} ${count}`,
        `http_request_duration_seconds_sum ${seconds}`,
        `http_request_duration_seconds_count ${count}`,
        '# TYPE http_requests_in_flight gauge',
        `http_requests_in_flight ${inFlight}`,
        '# TYPE uploaded_bytes_total counter',
        ...[...bytes].map(([labels, value]) => `uploaded_bytes_total{${labels}} ${value}`),
        '# TYPE process_resident_memory_bytes gauge',
        `process_resident_memory_bytes ${process.memoryUsage.rss()}`,
        '',
      ].join('\n'),
  }
}

export type Metrics = ReturnType<typeof createMetrics>

function add(counter: Map<string, number>, labels: string, amount: number): void {
  counter.set(labels, (counter.get(labels) ?? 0) + amount)
}
