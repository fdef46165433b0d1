import type { DisableAlarmActionsInput } from '@aws-sdk/client-cloudwatch'
import type { Operation } from '../../../operation.ts'
import { setActionsEnabled } from '../alarms/actions-enabled.ts'

export const disableAlarmActions: Operation<DisableAlarmActionsInput, object> = (
  input,
  { scope, sandbox },
) => {
  setActionsEnabled(sandbox, scope, input.AlarmNames ?? [], false)
  return {}
}
