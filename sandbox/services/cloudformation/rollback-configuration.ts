import type { RollbackConfiguration } from '@aws-sdk/client-cloudformation'
import { validationError } from './errors.ts'

const MOST_TRIGGERS = 5
const LONGEST_MINUTES = 180
const TYPES = ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm']

/** The alarms of a request over those of before; an empty list takes them away. Throws ValidationError for what are none. */
export function rollbackConfigurationOf(
  given: RollbackConfiguration | undefined,
  before: RollbackConfiguration | undefined,
): RollbackConfiguration | undefined {
  if (given === undefined) return before
  const triggers = given.RollbackTriggers ?? before?.RollbackTriggers ?? []
  const minutes = given.MonitoringTimeInMinutes ?? before?.MonitoringTimeInMinutes
  if (triggers.length > MOST_TRIGGERS) {
    throw validationError(
      `1 validation error detected: Value at 'rollbackConfiguration.rollbackTriggers' failed to satisfy constraint: Member must have length less than or equal to ${MOST_TRIGGERS}`,
    )
  }
  if (minutes !== undefined && !(minutes >= 0 && minutes <= LONGEST_MINUTES)) {
    const bound = minutes < 0 ? 'greater than or equal to 0' : `less than or equal to ${LONGEST_MINUTES}`
    throw validationError(
      `1 validation error detected: Value '${minutes}' at 'rollbackConfiguration.monitoringTimeInMinutes' failed to satisfy constraint: Member must have value ${bound}`,
    )
  }
  for (const { Arn = '', Type = '' } of triggers) {
    if (!TYPES.includes(Type)) {
      throw validationError(`The type of a rollback trigger must be one of ${TYPES.join(', ')}; got ${Type}.`)
    }
    if (!/^arn:aws:cloudwatch:[a-z0-9-]+:\d{12}:alarm:.+$/.test(Arn)) {
      throw validationError(`The rollback trigger ${Arn} is no ARN of an alarm of CloudWatch.`)
    }
  }
  return { RollbackTriggers: triggers, ...(minutes !== undefined && { MonitoringTimeInMinutes: minutes }) }
}
