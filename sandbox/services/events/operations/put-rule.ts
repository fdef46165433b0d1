import type { PutRuleRequest, PutRuleResponse } from '@aws-sdk/client-eventbridge'
import type { Operation } from '../../../operation.ts'
import { invalid, notThere } from '../errors.ts'
import { compilePattern } from '../pattern.ts'
import { checkBus, checkRuleName, ruleArn } from '../rules.ts'
import { ruleSchedule } from '../schedule.ts'
import { rulesChanged, withNext } from '../scheduled-rules.ts'
import { events } from '../store.ts'
import { withTags } from '../tags.ts'

/** Makes or changes a rule with an event pattern, a schedule, or both. Throws InvalidEventPatternException or ValidationException. */
export const putRule: Operation<PutRuleRequest, PutRuleResponse> = (input, { scope, accountId, sandbox }) => {
  const { Name = '', EventPattern, ScheduleExpression, State = 'ENABLED' } = input
  const bus = checkBus(input.EventBusName)
  checkRuleName(Name)
  if (!EventPattern && !ScheduleExpression) {
    throw invalid('Parameter(s) EventPattern or ScheduleExpression must be specified.')
  }
  if (State !== 'ENABLED' && State !== 'DISABLED') throw notThere(`rules of the state ${State}`)
  if (EventPattern) compilePattern(EventPattern)
  if (ScheduleExpression) ruleSchedule(ScheduleExpression)
  const { rules } = events(scope)
  const before = rules.get(Name)
  const Arn = ruleArn(scope, bus, Name)
  const rule = withNext(sandbox, scope, {
    ...{ Name, Arn, EventBusName: bus, State },
    ...(EventPattern && { EventPattern }),
    ...(ScheduleExpression && { ScheduleExpression }),
    ...(input.Description && { Description: input.Description }),
    ...(input.RoleArn && { RoleArn: input.RoleArn }),
    CreatedBy: before?.CreatedBy ?? accountId,
    targets: before?.targets ?? [],
    // Tags of a rule that is there are changed by TagResource alone, as on AWS.
    tags: before?.tags ?? withTags([], input.Tags),
  })
  rules.put(Name, rule)
  rulesChanged(sandbox, scope)
  return { RuleArn: Arn }
}
