import type { Sandbox } from '../../../operation.ts'
import type { Scope } from '../../../store/store.ts'
import { cloudwatch } from '../store.ts'

/** Lets alarms act, or keeps them from it; names that no alarm has are passed over, as on AWS. */
export function setActionsEnabled(
  sandbox: Sandbox,
  scope: Scope,
  names: readonly string[],
  ActionsEnabled: boolean,
): void {
  const { alarms } = cloudwatch(scope)
  for (const name of names) {
    const alarm = alarms.get(name)
    if (!alarm) continue
    const updatedAt = sandbox.clock.now()
    if (alarm.type === 'MetricAlarm') {
      alarms.put(name, { ...alarm, updatedAt, settings: { ...alarm.settings, ActionsEnabled } })
    } else {
      alarms.put(name, { ...alarm, updatedAt, settings: { ...alarm.settings, ActionsEnabled } })
    }
  }
}
