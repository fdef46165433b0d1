import type { ChaosDto, LoadDto, MetricChart, MetricsDto } from '../../../../lab-runner/contract.ts'

const MINUTE = 60_000

/** Ten minutes of a service that got busy and was scaled out. */
export function busyMetrics(now = Date.now()): MetricsDto {
  const from = now - 10 * MINUTE
  const line = (label: string, ...values: number[]): MetricChart['series'][number] => ({
    label,
    points: values.map((value, n) => [from + n * MINUTE, value]),
  })
  return {
    period: 60,
    from,
    to: now,
    charts: [
      { id: 'requests', title: 'Requests', unit: 'count', series: [line('web', 60, 900, 1200, 1190)] },
      {
        id: 'errors',
        title: 'Answers 5xx',
        unit: 'count',
        series: [line('from tasks', 0, 0, 4), line('from the load balancer')],
      },
      {
        id: 'latency',
        title: 'Time to answer',
        unit: 'ms',
        series: [line('web, half', 2, 3, 4), line('web, 99 %', 12, 30, 55)],
      },
      { id: 'cpu', title: 'CPU', unit: 'percent', series: [line('web', 4, 60, 91, 48)] },
      { id: 'memory', title: 'Memory', unit: 'percent', series: [line('web', 11, 12, 12)] },
      { id: 'tasks', title: 'Healthy targets', unit: 'count', series: [line('web', 2, 2, 3, 4)] },
    ],
    alarms: [
      {
        name: 'TargetTracking-service/lab/web-AlarmHigh-3f9a21',
        state: 'ALARM',
        reason: 'Threshold Crossed: 3 datapoints were greater than the threshold (70.0).',
        at: now - MINUTE,
      },
      { name: 'web-5xx', state: 'INSUFFICIENT_DATA', reason: '', at: 0 },
    ],
    activities: [
      {
        at: now - MINUTE,
        text: 'Setting desired count to 4.',
        cause: 'monitor alarm TargetTracking-service/lab/web-AlarmHigh-3f9a21 in state ALARM',
        status: 'Successful',
      },
    ],
  }
}

/** A load under way, of whose answers one in ten comes from version 2. */
export function shiftingLoad(requestsPerSecond: number, seconds: number, now = Date.now()): LoadDto {
  const last = Math.floor(now / 1000) * 1000
  const each = Array.from({ length: 20 }, (_, n): LoadDto['seconds'][number] => ({
    at: last - (19 - n) * 1000,
    byVersion: { 1: 18, 2: 2 },
    failedByVersion: n === 10 ? { 1: 1, 2: 2 } : {},
    failed: n === 10 ? 3 : 0,
    lost: 0,
  }))
  return {
    ...{ requestsPerSecond, path: '/', running: true, startedAt: now - 20_000, endsAt: now + seconds * 1000 },
    ...{ sent: 400, answered: 400, failed: 3, lost: 0, heldBack: 0, p50Ms: 3.2, p99Ms: 41 },
    seconds: each,
  }
}

export const breakable: ChaosDto = {
  tasks: 3,
  healthChecks: [{ targetGroup: 'web', broken: false }],
  databases: [{ id: 'uploads', status: 'available' }],
}
