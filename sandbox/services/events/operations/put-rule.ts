import type { PutRuleRequest, PutRuleResponse } from '@aws-sdk/client-eventbridge'
import type { Operation } from '../../../operation.ts'
import { invalid, notThere } from '../errors.ts'
import { compilePattern } from '../pattern.ts'
import { checkBus, checkRuleName, ruleArn } from '../rules.ts'
import { events } from '../store.ts'
import { withTags } from '../tags.ts'

/** Makes or changes a rule with an event pattern. Throws InvalidEventPatternException or ValidationException. */
export const putRule: Operation<PutRuleRequest, PutRuleResponse> = (input, { scope, accountId }) => {
  const { Name = '', EventPattern, ScheduleExpression, State = 'ENABLED' } = input
  const bus = checkBus(input.EventBusName)
  checkRuleName(Name)
  if (ScheduleExpression) throw notThere('rules with a ScheduleExpression')
  if (!EventPattern) {
    throw invalid('Parameter(s) EventPattern or ScheduleExpression must be specified.')
  }
  if (State !== 'ENABLED' && State !== 'DISABLED') throw notThere(`rules of the state ${State}`)
  compilePattern(EventPattern)
  const { rules } = events(scope)
  const before = rules.get(Name)
  const Arn = ruleArn(scope, bus, Name)
  rules.put(Name, {
    ...{ Name, Arn, EventBusName: bus, EventPattern, State },
    ...(input.Description && { Description: input.Description }),
    ...(input.RoleArn && { RoleArn: input.RoleArn }),
    CreatedBy: before?.CreatedBy ?? accountId,
    targets: before?.targets ?? [],
    // Tags of a rule that is there are changed by TagResource alone, as on AWS.
    tags: before?.tags ?? withTags([], input.Tags),
  })
  return { RuleArn: Arn }
}
