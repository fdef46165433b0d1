import type { StateValue } from '@aws-sdk/client-cloudwatch'
import type { Sandbox } from '../../../operation.ts'
import type { Scope } from '../../../store/store.ts'
import { scaleByAlarm } from '../../application-auto-scaling/alarm-action.ts'
import { putEvent } from '../../events/put-event.ts'
import { cloudwatch } from '../store.ts'
import type { AlarmDocument, AlarmState } from '../store.ts'
import { tellAlarmChange } from './alarm-changes.ts'
import { stateChange } from './event.ts'
import { remember } from './history.ts'
import { namesOf, parseRule, ruleHolds } from './rule.ts'
import { longDate } from './verdict.ts'

/** Puts an alarm into a state; a new one is written down, told to EventBridge and to the alarm's actions. */
export function enterState(sandbox: Sandbox, scope: Scope, alarm: AlarmDocument, state: AlarmState): void {
  const { alarms } = cloudwatch(scope)
  const before = alarm.state
  const changed = before.value !== state.value
  const next = { ...alarm, state, ...(changed && { transitionedAt: state.at }) }
  alarms.put(alarm.name, next)
  if (!changed) return
  remember(
    scope,
    alarm,
    'StateUpdate',
    `Alarm updated from ${before.value} to ${state.value}`,
    { oldState: historyState(before), newState: historyState(state) },
    state.at,
  )
  putEvent(sandbox, scope, stateChange(next, before))
  runActions(sandbox, scope, next, true)
  tellAlarmChange(sandbox, scope)
  for (const composite of alarms.values()) {
    if (composite.type === 'CompositeAlarm') evaluateComposite(sandbox, scope, composite.name, next)
  }
}

/** Evaluates a composite alarm anew; `child` is the alarm that changed. */
export function evaluateComposite(sandbox: Sandbox, scope: Scope, name: string, child?: AlarmDocument): void {
  const { alarms } = cloudwatch(scope)
  const alarm = alarms.get(name)
  if (alarm?.type !== 'CompositeAlarm') return
  const rule = parseRule(alarm.settings.AlarmRule ?? '')
  if (child && !namesOf(rule).includes(child.name)) return
  const value = ruleHolds(rule, other => alarms.get(other)?.state.value) ? 'ALARM' : 'OK'
  if (value === alarm.state.value) return
  const at = sandbox.clock.now()
  const reason = child
    ? `${child.arn} transitioned to ${child.state.value} at ${spoken(at)}`
    : `${alarm.arn} was ${alarm.state.reason === '' ? 'created' : 'updated'} and its alarm rule evaluates to ${value}`
  const triggeringAlarms = child
    ? [{ arn: child.arn, state: { value: child.state.value, timestamp: longDate(child.state.at) } }]
    : []
  enterState(sandbox, scope, alarm, { value, reason, reasonData: JSON.stringify({ triggeringAlarms }), at })
}

/** Runs what the alarm does in its state. Scaling policies are told again every minute, the others only of a change. */
export function runActions(sandbox: Sandbox, scope: Scope, alarm: AlarmDocument, changed: boolean): void {
  if (alarm.settings.ActionsEnabled === false || suppressed(scope, alarm)) return
  for (const action of actionsOf(alarm, alarm.state.value)) {
    if (!action.includes(':autoscaling:')) continue
    const error = scaleByAlarm(sandbox, scope, { policyArn: action, alarmName: alarm.name })
    if (!changed) continue
    remember(
      scope,
      alarm,
      'Action',
      error === undefined
        ? `Successfully executed action ${action}`
        : `Failed to execute action ${action}. Received error: "${error}"`,
      {
        actionState: error === undefined ? 'Succeeded' : 'Failed',
        stateUpdateTimestamp: longDate(alarm.state.at),
        notificationResource: action,
        ...(error !== undefined && { error }),
      },
      sandbox.clock.now(),
    )
  }
}

function actionsOf({ settings }: AlarmDocument, state: StateValue): readonly string[] {
  const lists = {
    ALARM: settings.AlarmActions,
    OK: settings.OKActions,
    INSUFFICIENT_DATA: settings.InsufficientDataActions,
  }
  return lists[state] ?? []
}

/** A composite alarm may be quiet while another alarm says so. */
function suppressed(scope: Scope, alarm: AlarmDocument): boolean {
  if (alarm.type !== 'CompositeAlarm') return false
  const name = alarm.settings.ActionsSuppressor?.split(':alarm:').at(-1)
  return name !== undefined && cloudwatch(scope).alarms.get(name)?.state.value === 'ALARM'
}

function historyState({ value, reason, reasonData }: AlarmState): object {
  return {
    stateValue: value,
    stateReason: reason,
    ...(reasonData !== undefined && { stateReasonData: JSON.parse(reasonData) as unknown }),
  }
}

const SPOKEN = new Intl.DateTimeFormat('en-GB', {
  ...({ weekday: 'long', day: '2-digit', month: 'long', year: 'numeric', timeZone: 'UTC' } as const),
})

/** `Friday 22 July, 2022 15:57:45 UTC` */
function spoken(at: number): string {
  const parts = Object.fromEntries(SPOKEN.formatToParts(at).map(({ type, value }) => [type, value]))
  const time = new Date(at).toISOString().slice(11, 19)
  return `${parts['weekday']} ${parts['day']} ${parts['month']}, ${parts['year']} ${time} UTC`
}
