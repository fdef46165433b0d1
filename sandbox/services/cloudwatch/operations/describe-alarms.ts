import type { AlarmType, DescribeAlarmsInput, DescribeAlarmsOutput } from '@aws-sdk/client-cloudwatch'
import type { Operation } from '../../../operation.ts'
import { presentCompositeAlarm, presentMetricAlarm } from '../alarms/present.ts'
import { namesOf, parseRule } from '../alarms/rule.ts'
import { invalidCombination, validationError } from '../errors.ts'
import { page } from '../pages.ts'
import { cloudwatch } from '../store.ts'
import type { AlarmDocument } from '../store.ts'

const MOST_RECORDS = 100

export const describeAlarms: Operation<DescribeAlarmsInput, DescribeAlarmsOutput> = (input, { scope }) => {
  const { AlarmNames, AlarmNamePrefix, StateValue, ActionPrefix, MaxRecords = 50, NextToken } = input
  if (AlarmNames?.length && AlarmNamePrefix !== undefined) {
    throw invalidCombination(
      'The parameters AlarmNames and AlarmNamePrefix are mutually exclusive and you have specified both.',
    )
  }
  if (!(MaxRecords >= 1 && MaxRecords <= MOST_RECORDS)) {
    throw validationError(
      `The value ${MaxRecords} for parameter MaxRecords is not between 1 and ${MOST_RECORDS}.`,
    )
  }
  // Without types AWS answers metric alarms alone.
  const types: readonly AlarmType[] = input.AlarmTypes?.length ? input.AlarmTypes : ['MetricAlarm']
  const all = cloudwatch(scope).alarms.values()
  const family = familyOf(input, all)
  const found = all
    .filter(alarm => family?.has(alarm.name) ?? types.includes(alarm.type))
    .filter(({ name }) => !AlarmNames?.length || AlarmNames.includes(name))
    .filter(({ name }) => name.startsWith(AlarmNamePrefix ?? ''))
    .filter(({ state }) => StateValue === undefined || state.value === StateValue)
    .filter(
      alarm => ActionPrefix === undefined || actionsOf(alarm).some(action => action.startsWith(ActionPrefix)),
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  const { items, ...more } = page(found, NextToken, MaxRecords)
  return {
    MetricAlarms: items.flatMap(alarm => (alarm.type === 'MetricAlarm' ? [presentMetricAlarm(alarm)] : [])),
    CompositeAlarms: items.flatMap(alarm =>
      alarm.type === 'CompositeAlarm' ? [presentCompositeAlarm(alarm)] : [],
    ),
    ...more,
  }
}

/** Names of the alarms above or below one alarm, where those are asked for. */
function familyOf(
  { ChildrenOfAlarmName, ParentsOfAlarmName }: DescribeAlarmsInput,
  all: readonly AlarmDocument[],
): Set<string> | undefined {
  const childrenOf = (alarm: AlarmDocument) =>
    alarm.type === 'CompositeAlarm' ? namesOf(parseRule(alarm.settings.AlarmRule ?? '')) : []
  if (ChildrenOfAlarmName !== undefined) {
    return new Set(all.filter(({ name }) => name === ChildrenOfAlarmName).flatMap(childrenOf))
  }
  if (ParentsOfAlarmName === undefined) return undefined
  return new Set(all.filter(alarm => childrenOf(alarm).includes(ParentsOfAlarmName)).map(({ name }) => name))
}

function actionsOf({ settings }: AlarmDocument): string[] {
  return [
    ...(settings.AlarmActions ?? []),
    ...(settings.OKActions ?? []),
    ...(settings.InsufficientDataActions ?? []),
  ]
}
