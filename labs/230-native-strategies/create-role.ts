import type { CommandContext } from '../define.ts'
import { INFRASTRUCTURE_POLICY, INFRASTRUCTURE_ROLE, place } from './names.ts'

/** The commands that make ECS's role, and show the listeners' rules. */
export function createRole(
  { out }: CommandContext,
  { trustFile = 'ecs-trust-policy.json' }: { trustFile?: string } = {},
): string[] {
  const { listenerArn, testListenerArn } = out['create-listeners'] ?? {}
  const ruleOf = (arn: string | undefined) =>
    `aws elbv2 describe-rules --listener-arn ${arn} --query 'Rules[].RuleArn' --output text`
  return [
    `aws iam create-role --path /slipway/ --role-name ${INFRASTRUCTURE_ROLE} --assume-role-policy-document file://${trustFile} --tags ${place.tag}`,
    `aws iam attach-role-policy --role-name ${INFRASTRUCTURE_ROLE} --policy-arn ${INFRASTRUCTURE_POLICY}`,
    ruleOf(listenerArn),
    ruleOf(testListenerArn),
  ]
}
