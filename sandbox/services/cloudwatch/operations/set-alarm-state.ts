import { InvalidFormatFault, ResourceNotFound } from '@aws-sdk/client-cloudwatch'
import type { SetAlarmStateInput } from '@aws-sdk/client-cloudwatch'
import type { Operation } from '../../../operation.ts'
import { findAlarm } from '../alarms/put.ts'
import { enterState } from '../alarms/transition.ts'
import { thrown, validationError } from '../errors.ts'

const STATES = ['INSUFFICIENT_DATA', 'ALARM', 'OK']

export const setAlarmState: Operation<SetAlarmStateInput, object> = (input, { scope, sandbox }) => {
  const { AlarmName = '', StateValue: value = 'OK', StateReason: reason = '', StateReasonData } = input
  if (!STATES.includes(value)) {
    throw validationError(
      `1 validation error detected: Value '${value}' at 'stateValue' failed to satisfy constraint: Member must satisfy enum value set: [${STATES.join(', ')}]`,
    )
  }
  if (StateReasonData !== undefined && !isJson(StateReasonData)) {
    throw thrown(InvalidFormatFault, 'StateReasonData is not valid JSON.')
  }
  const alarm = findAlarm(scope, AlarmName, () => thrown(ResourceNotFound, 'Unknown'))
  const at = sandbox.clock.now()
  enterState(sandbox, scope, alarm, {
    ...{ value, reason, at },
    ...(StateReasonData !== undefined && { reasonData: StateReasonData }),
  })
  return {}
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
