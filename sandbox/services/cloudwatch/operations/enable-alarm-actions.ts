import type { EnableAlarmActionsInput } from '@aws-sdk/client-cloudwatch'
import type { Operation } from '../../../operation.ts'
import { setActionsEnabled } from '../alarms/actions-enabled.ts'

export const enableAlarmActions: Operation<EnableAlarmActionsInput, object> = (input, { scope, sandbox }) => {
  setActionsEnabled(sandbox, scope, input.AlarmNames ?? [], true)
  return {}
}
