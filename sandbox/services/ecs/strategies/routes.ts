import type { LoadBalancer } from '@aws-sdk/client-ecs'
import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Sandbox } from '../../../operation.ts'
import type { Scope } from '../../../store/store.ts'
import { defaultRule } from '../../elbv2/listeners.ts'
import { balancing } from '../../elbv2/store.ts'
import type { RuleDocument } from '../../elbv2/store.ts'
import { setRuleActions, weightedForward } from '../../elbv2/weighted-forward.ts'
import { nameOf } from '../lookup.ts'
import type { RouteDocument } from '../service-deployments.ts'
import type { DeploymentDocument } from '../store.ts'
import { infrastructureProblem } from './infrastructure-role.ts'
import { hookFailure, invalidNetworking } from './stage-failure.ts'

type Advanced = NonNullable<LoadBalancer['advancedConfiguration']>

/** A rule of an Application Load Balancer, or the one rule of a Network Load Balancer's listener. */
export function findRoute(scope: Scope, arn: string | undefined): RuleDocument | undefined {
  const { rules, listeners } = balancing(scope)
  if (!arn) return undefined
  return listeners.has(arn) ? defaultRule(scope, arn) : rules.get(arn)
}

/** What a rule forwards to by weight, those of weight 0 too. */
export function weightsOf({ Actions }: RuleDocument): Map<string, number> {
  const weights = new Map<string, number>()
  for (const { TargetGroupArn, ForwardConfig } of Actions) {
    const groups = ForwardConfig?.TargetGroups ?? (TargetGroupArn ? [{ TargetGroupArn, Weight: 1 }] : [])
    for (const { TargetGroupArn: arn = '', Weight = 1 } of groups) weights.set(arn, Weight)
  }
  return weights
}

/** The groups that production traffic goes to now, one a load balancer; undefined where none has an advanced configuration. */
export function servingGroups(scope: Scope, loadBalancers: LoadBalancer[]): string[] | undefined {
  if (!loadBalancers.some(({ advancedConfiguration }) => advancedConfiguration)) return undefined
  return loadBalancers.map(({ targetGroupArn = '', advancedConfiguration }) => {
    const rule = findRoute(scope, advancedConfiguration?.productionListenerRule)
    const serving = rule ? [...weightsOf(rule)].filter(([, weight]) => weight > 0) : []
    const alternate = advancedConfiguration?.alternateTargetGroupArn
    return serving.find(([arn]) => arn === alternate)?.[0] ?? targetGroupArn
  })
}

/** A revision's load balancers with the groups in which its tasks really are. */
export function placedLoadBalancers({
  loadBalancers,
  targetGroupArns,
}: Pick<DeploymentDocument, 'loadBalancers' | 'targetGroupArns'>): LoadBalancer[] {
  return loadBalancers.map((loadBalancer, index) => {
    const targetGroupArn = targetGroupArns?.[index]
    return targetGroupArn ? { ...loadBalancer, targetGroupArn } : loadBalancer
  })
}

/** Which group is blue and which is green, by what serves now. Throws StageFailure where the rules do not fit. */
export function resolveRoutes(
  sandbox: Sandbox,
  scope: Scope,
  loadBalancers: LoadBalancer[],
): RouteDocument[] {
  return loadBalancers.flatMap(({ targetGroupArn = '', advancedConfiguration }) =>
    advancedConfiguration ? [resolveRoute(sandbox, scope, targetGroupArn, advancedConfiguration)] : [],
  )
}

function resolveRoute(
  sandbox: Sandbox,
  scope: Scope,
  targetGroupArn: string,
  { alternateTargetGroupArn = '', productionListenerRule = '', testListenerRule, roleArn }: Advanced,
): RouteDocument {
  const problem = infrastructureProblem(sandbox, roleArn, [{ action: 'elasticloadbalancing:DescribeRules' }])
  if (problem) {
    throw invalidNetworking(
      `. ECS was unable to manage the ELB resources due to missing permissions on ECS Infrastructure Role '${roleArn}'.`,
    )
  }
  const production = findRoute(scope, productionListenerRule)
  const test = findRoute(scope, testListenerRule)
  if (!production || (testListenerRule && !test)) throw invalidNetworking('. One or more rules not found')
  const pair = [targetGroupArn, alternateTargetGroupArn]
  const weights = weightsOf(production)
  const reachable = new Set([...weights.keys(), ...(test ? weightsOf(test).keys() : [])])
  if (!pair.every(arn => reachable.has(arn))) {
    throw invalidNetworking(
      '. Both targetGroup and alternateTargetGroup must be associated with the productionListenerRule or testListenerRule.',
    )
  }
  const serving = [...weights].filter(([, weight]) => weight > 0).map(([arn]) => arn)
  const unexpected = serving.find(arn => !pair.includes(arn))
  if (unexpected) {
    throw invalidNetworking(
      `. Production listener rule is forwarding traffic to unexpected target group ${unexpected}. Expected traffic to be forwarded to either targetGroupArn: ${targetGroupArn} or alternateTargetGroupArn: ${alternateTargetGroupArn}`,
    )
  }
  const [blue] = serving
  if (blue === undefined || serving.length > 1) {
    throw invalidNetworking(
      `. productionListenerRule ${productionListenerRule} should have exactly one target group serving traffic but found ${serving.length} target groups which are serving traffic`,
    )
  }
  return {
    productionListenerRule,
    ...(testListenerRule && { testListenerRule }),
    ...(roleArn && { roleArn }),
    blueTargetGroupArn: blue,
    greenTargetGroupArn: blue === targetGroupArn ? alternateTargetGroupArn : targetGroupArn,
  }
}

/** Gives the green group this percentage of what a rule forwards, and the blue one the rest. Throws StageFailure. */
export function shiftRoute(
  sandbox: Sandbox,
  scope: Scope,
  route: RouteDocument,
  which: 'production' | 'test',
  percent: number,
): void {
  const arn = which === 'production' ? route.productionListenerRule : route.testListenerRule
  if (!arn) return
  const stage = which === 'production' ? 'PRODUCTION_TRAFFIC_SHIFT' : 'TEST_TRAFFIC_SHIFT'
  const rule = findRoute(scope, arn)
  const failed = (reason: string) => hookFailure(stage, reason)
  if (!rule) throw failed('One or more rules not found')
  // Whole percents stay readable; a tenth of one needs the finer weights.
  const total = Number.isInteger(percent) ? 100 : 1000
  const green = Math.round((percent * total) / 100)
  const weights = weightsOf(rule)
  const isSo = (group: string, weight: number) => (weights.get(group) ?? 0) === weight
  if (isSo(route.greenTargetGroupArn, green) && isSo(route.blueTargetGroupArn, total - green)) return
  const problem = infrastructureProblem(sandbox, route.roleArn, [
    rule.IsDefault
      ? { action: 'elasticloadbalancing:ModifyListener', resource: rule.ListenerArn }
      : { action: 'elasticloadbalancing:ModifyRule', resource: rule.RuleArn },
  ])
  if (problem) throw failed(problem)
  const before: Action | undefined = rule.Actions.find(({ Type }) => Type === 'forward')
  const action = weightedForward(before, [
    { arn: route.blueTargetGroupArn, weight: total - green },
    { arn: route.greenTargetGroupArn, weight: green },
  ])
  const caller = { role: nameOf(route.roleArn ?? 'ecs'), session: 'ECSNetworkingWithELB' }
  try {
    setRuleActions(sandbox, scope, rule, [action], caller)
  } catch (error) {
    throw failed((error as Error).message)
  }
}

/** Gives all traffic of the load balancers' rules to these groups, one a load balancer. Throws StageFailure. */
export function shiftToGroups(
  sandbox: Sandbox,
  scope: Scope,
  loadBalancers: LoadBalancer[],
  groups: string[],
): void {
  for (const [index, { targetGroupArn = '', advancedConfiguration: advanced }] of loadBalancers.entries()) {
    const group = groups[index]
    const { productionListenerRule, testListenerRule, alternateTargetGroupArn = '', roleArn } = advanced ?? {}
    if (!group || !productionListenerRule) continue
    const route: RouteDocument = {
      productionListenerRule,
      ...(testListenerRule && { testListenerRule }),
      ...(roleArn && { roleArn }),
      blueTargetGroupArn: group === targetGroupArn ? alternateTargetGroupArn : targetGroupArn,
      greenTargetGroupArn: group,
    }
    shiftRoute(sandbox, scope, route, 'production', 100)
    shiftRoute(sandbox, scope, route, 'test', 100)
  }
}
