import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { OperationContext, Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { modifyListener } from './operations/modify-listener.ts'
import { modifyRule } from './operations/modify-rule.ts'
import type { RuleDocument } from './store.ts'

/** A target group and its share of a rule's requests, 0 to 999. */
export interface WeightedGroup {
  arn: string | undefined
  weight: number
}

/** A forward action by weights in the place of another, whose order and stickiness stay. */
export function weightedForward(before: Action | undefined, groups: readonly WeightedGroup[]): Action {
  const sticky = before?.ForwardConfig?.TargetGroupStickinessConfig
  return {
    Type: 'forward',
    ...(before?.Order !== undefined && { Order: before.Order }),
    ForwardConfig: {
      TargetGroups: groups.map(({ arn, weight }) => ({ TargetGroupArn: arn, Weight: weight })),
      ...(sticky && { TargetGroupStickinessConfig: sticky }),
    },
  }
}

/** Changes what a rule does, default rules too, in the name of an AWS service. Throws what the load balancer answers. */
export function setRuleActions(
  sandbox: Sandbox,
  scope: Scope,
  { RuleArn, ListenerArn, IsDefault }: RuleDocument,
  actions: Action[],
  caller: { role: string; session: string },
): void {
  const { accountId, region } = scope
  const { role, session } = caller
  const arn = `arn:aws:sts::${accountId}:assumed-role/${role}/${session}`
  const context: OperationContext = {
    ...{ accountId, region, scope, sandbox, requestId: session },
    principal: { accountId, arn, userId: `AROA:${session}`, accessKeyId: '' },
  }
  if (IsDefault) void modifyListener({ ListenerArn, DefaultActions: actions }, context)
  else void modifyRule({ RuleArn, Actions: actions }, context)
}
