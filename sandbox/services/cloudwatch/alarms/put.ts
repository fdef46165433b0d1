import type { Tag } from '@aws-sdk/client-cloudwatch'
import type { Sandbox } from '../../../operation.ts'
import type { Scope } from '../../../store/store.ts'
import { invalidValue, validationError } from '../errors.ts'
import { watchAccount } from '../every-minute.ts'
import { alarmArn, cloudwatch } from '../store.ts'
import type { AlarmDocument, CompositeAlarmSettings, MetricAlarmSettings } from '../store.ts'
import { checkTags } from '../tags.ts'
import { remember } from './history.ts'
import { presentCompositeAlarm, presentMetricAlarm } from './present.ts'
import { evaluateComposite } from './transition.ts'

const MOST_ALARMS = 5000

type Settings =
  | { type: 'MetricAlarm'; settings: MetricAlarmSettings }
  | { type: 'CompositeAlarm'; settings: CompositeAlarmSettings }

/** Makes an alarm or replaces its settings; its state goes on. Throws ValidationError or LimitExceeded's kin. */
export function putAlarm(
  sandbox: Sandbox,
  scope: Scope,
  name: string,
  put: Settings,
  tags: Tag[] | undefined,
): void {
  const { alarms } = cloudwatch(scope)
  const before = alarms.get(name)
  if (before && before.type !== put.type) {
    throw validationError(`An alarm with the name ${name} and another type exists already.`)
  }
  if (!before && alarms.size >= MOST_ALARMS) {
    throw invalidValue(`The practice account keeps at most ${MOST_ALARMS} alarms in a region.`)
  }
  checkTags(tags ?? [])
  const now = sandbox.clock.now()
  const initial = {
    value: 'INSUFFICIENT_DATA' as const,
    reason: put.type === 'MetricAlarm' ? 'Unchecked: Initial alarm creation' : '',
    at: now,
  }
  const base = {
    name,
    arn: alarmArn(scope, name),
    updatedAt: now,
    state: before?.state ?? initial,
    transitionedAt: before?.transitionedAt ?? now,
    // Tags are for the making alone; TagResource changes them later.
    tags: before?.tags ?? tags ?? [],
  }
  const alarm: AlarmDocument = { ...base, ...put }
  alarms.put(name, alarm)
  const shown = alarm.type === 'MetricAlarm' ? presentMetricAlarm(alarm) : presentCompositeAlarm(alarm)
  remember(
    scope,
    alarm,
    'ConfigurationUpdate',
    `Alarm "${name}" ${before ? 'updated' : 'created'}`,
    before ? { type: 'Update', updatedAlarm: shown } : { type: 'Create', createdAlarm: shown },
    now,
  )
  if (alarm.type === 'CompositeAlarm') evaluateComposite(sandbox, scope, name)
  else watchAccount(sandbox, scope.accountId)
}

/** The alarm. Throws ResourceNotFound's kin by `missing`. */
export function findAlarm(scope: Scope, name: string, missing: () => Error): AlarmDocument {
  const alarm = cloudwatch(scope).alarms.get(name)
  if (!alarm) throw missing()
  return alarm
}
