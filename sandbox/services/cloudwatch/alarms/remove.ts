import type { Sandbox } from '../../../operation.ts'
import type { Scope } from '../../../store/store.ts'
import { cloudwatch } from '../store.ts'
import { remember } from './history.ts'

/** Deletes an alarm; its history stays. */
export function removeAlarm(sandbox: Sandbox, scope: Scope, name: string): void {
  const { alarms } = cloudwatch(scope)
  const alarm = alarms.get(name)
  if (!alarm) return
  alarms.delete(name)
  remember(
    scope,
    alarm,
    'ConfigurationUpdate',
    `Alarm "${name}" deleted`,
    { type: 'Delete' },
    sandbox.clock.now(),
  )
}
