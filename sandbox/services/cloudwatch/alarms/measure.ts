import type { Sandbox } from '../../../operation.ts'
import type { Scope } from '../../../store/store.ts'
import type { Span } from '../datapoints.ts'
import { answerQueries, checkQueries } from '../queries.ts'
import type { MetricAlarmSettings } from '../store.ts'
import { rangeOf } from './verdict.ts'
import type { Datapoint } from './verdict.ts'

/** Seconds of a period of the alarm. */
export function periodOf({ Period, Metrics = [] }: MetricAlarmSettings): number {
  return Period ?? Math.max(...Metrics.map(query => query.MetricStat?.Period ?? query.Period ?? 60), 1)
}

/** Alarms with shorter periods than a minute are looked at every ten seconds, the others every minute. */
export function intervalOf(settings: MetricAlarmSettings): number {
  return periodOf(settings) < 60 ? 10_000 : 60_000
}

/** The queries that an alarm stands for, as events and GetMetricData have them. */
export function queriesOf(settings: MetricAlarmSettings) {
  if (settings.Metrics?.length) return settings.Metrics
  const { MetricName, Namespace, Dimensions, Period, Statistic, ExtendedStatistic, Unit } = settings
  return [
    {
      Id: 'm1',
      MetricStat: {
        Metric: { Namespace, MetricName, ...(Dimensions && { Dimensions }) },
        Period,
        Stat: Statistic ?? ExtendedStatistic,
        ...(Unit && { Unit }),
      },
      ReturnData: true,
    },
  ]
}

/**
 * The alarm's datapoints up to `end`, of the account's own time; newest first, one for each period of the evaluation range. The
 * window slides with each evaluation, AWS's default (CloudWatch user guide, "Alarm evaluation window"): periods end now, not at a
 * full five minutes.
 */
export function measure(
  sandbox: Sandbox,
  scope: Scope,
  settings: MetricAlarmSettings,
  end: number,
): Datapoint[] {
  const { clock } = sandbox
  const period = periodOf(settings) * 1000
  const length = rangeOf(settings.EvaluationPeriods ?? 1)
  const start = end - length * period
  const queries = checkQueries(queriesOf(settings), 'Metrics')
  const spanOf = (seconds: number): Span => ({ start, end, period: seconds * 1000 })
  const shown = queries.find(({ returnData }) => returnData)
  const [answered] = shown ? answerQueries(scope, queries, 'time', spanOf)(shown.id) : []
  const [now, time, scale] = [clock.now(), clock.time(scope.accountId), clock.scale(scope.accountId)]
  return Array.from({ length }, (_, index) => {
    const begin = end - (index + 1) * period
    const value = answered?.points.get(begin)
    // Timestamps are the wall clock's.
    const at = Math.round((now - (time - begin) / scale) / 1000) * 1000
    return { at, ...(value !== undefined && { value }) }
  })
}
