import type { Sandbox } from '../../../operation.ts'
import type { Scope } from '../../../store/store.ts'
import { cloudwatch } from '../store.ts'
import type { MetricAlarmDocument } from '../store.ts'
import { intervalOf, measure, periodOf } from './measure.ts'
import { enterState, runActions } from './transition.ts'
import { judge, longDate } from './verdict.ts'
import type { Datapoint, Verdict } from './verdict.ts'

/** Evaluates the alarms that are due when the account's own time is `time`, a multiple of ten seconds. */
export function evaluateAlarms(sandbox: Sandbox, scope: Scope, time: number): void {
  for (const alarm of cloudwatch(scope).alarms.values()) {
    if (alarm.type === 'MetricAlarm' && time % intervalOf(alarm.settings) === 0) {
      evaluateAlarm(sandbox, scope, alarm, time)
    }
  }
}

function evaluateAlarm(sandbox: Sandbox, scope: Scope, alarm: MetricAlarmDocument, time: number): void {
  const { settings, name } = alarm
  const range = measure(sandbox, scope, settings, time)
  const verdict = judge(range, {
    comparison: settings.ComparisonOperator ?? '',
    threshold: settings.Threshold ?? 0,
    evaluationPeriods: settings.EvaluationPeriods ?? 1,
    datapointsToAlarm: settings.DatapointsToAlarm,
    treatMissing: settings.TreatMissingData ?? 'missing',
  })
  const { value } = alarm.state
  // A state that goes on keeps its first reason; only how it came about is new.
  if (verdict && verdict.value !== value) {
    enterState(sandbox, scope, { ...alarm, partial: verdict.partial }, stateFrom(sandbox, alarm, verdict))
    return
  }
  if (verdict && verdict.partial !== (alarm.partial ?? false)) {
    cloudwatch(scope).alarms.put(name, { ...alarm, partial: verdict.partial })
  }
  if (value !== 'INSUFFICIENT_DATA') runActions(sandbox, scope, alarm, false)
}

function stateFrom(sandbox: Sandbox, { settings }: MetricAlarmDocument, verdict: Verdict) {
  const at = sandbox.clock.now()
  const { value, reason, evaluated } = verdict
  const { Statistic, ExtendedStatistic, Unit, Threshold } = settings
  const real = evaluated.filter((point): point is Required<Datapoint> => point.value !== undefined)
  const oldest = real.at(-1)
  const data = {
    version: '1.0',
    queryDate: longDate(at),
    ...(oldest && { startDate: longDate(oldest.at) }),
    ...(Unit && { unit: Unit }),
    ...((Statistic ?? ExtendedStatistic) && { statistic: Statistic ?? ExtendedStatistic }),
    period: periodOf(settings),
    recentDatapoints: real.map(point => point.value).reverse(),
    threshold: Threshold,
    evaluatedDatapoints: evaluated.map(point => ({
      timestamp: longDate(point.at),
      ...(point.value !== undefined && { value: point.value }),
    })),
  }
  return { value, reason, reasonData: JSON.stringify(data), at }
}
