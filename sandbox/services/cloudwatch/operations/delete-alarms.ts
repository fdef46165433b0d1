import { ResourceNotFound } from '@aws-sdk/client-cloudwatch'
import type { DeleteAlarmsInput } from '@aws-sdk/client-cloudwatch'
import type { Operation } from '../../../operation.ts'
import { findAlarm } from '../alarms/put.ts'
import { removeAlarm } from '../alarms/remove.ts'
import { namesOf, parseRule } from '../alarms/rule.ts'
import { thrown, validationError } from '../errors.ts'
import { cloudwatch } from '../store.ts'

const MOST_ALARMS = 100

export const deleteAlarms: Operation<DeleteAlarmsInput, object> = (input, { scope, sandbox }) => {
  const names = [...new Set(input.AlarmNames ?? [])]
  if (names.length > MOST_ALARMS) {
    throw validationError(`The collection AlarmNames must not have a size greater than ${MOST_ALARMS}.`)
  }
  for (const name of names)
    findAlarm(scope, name, () => thrown(ResourceNotFound, `Alarm ${name} does not exist.`))
  for (const alarm of cloudwatch(scope).alarms.values()) {
    if (alarm.type !== 'CompositeAlarm' || names.includes(alarm.name)) continue
    const needed = namesOf(parseRule(alarm.settings.AlarmRule ?? '')).find(name => names.includes(name))
    if (needed === undefined) continue
    throw validationError(
      `Cannot delete ${needed} as there are composite alarm(s) depending on it. Cannot delete while ${alarm.name} exists.`,
    )
  }
  for (const name of names) removeAlarm(sandbox, scope, name)
  return {}
}
