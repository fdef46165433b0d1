import type { PutCompositeAlarmInput } from '@aws-sdk/client-cloudwatch'
import type { Operation } from '../../../operation.ts'
import { checkActions, checkName } from '../alarms/check.ts'
import { putAlarm } from '../alarms/put.ts'
import { namesOf, parseRule } from '../alarms/rule.ts'
import { validationError } from '../errors.ts'
import { cloudwatch } from '../store.ts'

export const putCompositeAlarm: Operation<PutCompositeAlarmInput, object> = (input, { scope, sandbox }) => {
  const { AlarmName = '', Tags, ...settings } = input
  checkName(AlarmName)
  checkActions(input)
  const { alarms } = cloudwatch(scope)
  const names = namesOf(parseRule(input.AlarmRule ?? ''))
  const missing = names.filter(name => name !== AlarmName && !alarms.has(name))
  if (missing.length > 0) {
    throw validationError(
      `Could not save the composite alarm as alarms [${missing.join(', ')}] in the alarm rule do not exist`,
    )
  }
  if (needs(AlarmName, names, name => alarms.get(name))) {
    throw validationError(
      `Could not save the composite alarm as the alarm rule depends on ${AlarmName} itself`,
    )
  }
  putAlarm(sandbox, scope, AlarmName, { type: 'CompositeAlarm', settings }, Tags)
  return {}
}

type Found = ReturnType<ReturnType<typeof cloudwatch>['alarms']['get']>

function needs(wanted: string, names: readonly string[], find: (name: string) => Found): boolean {
  const seen = new Set<string>()
  const pending = [...names]
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (name === wanted) return true
    if (seen.has(name)) continue
    seen.add(name)
    const alarm = find(name)
    if (alarm?.type === 'CompositeAlarm') pending.push(...namesOf(parseRule(alarm.settings.AlarmRule ?? '')))
  }
  return false
}
