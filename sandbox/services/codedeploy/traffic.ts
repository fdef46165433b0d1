import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { defaultRule, rulesOf } from '../elbv2/listeners.ts'
import { balancing, forwardedGroups } from '../elbv2/store.ts'
import type { RuleDocument } from '../elbv2/store.ts'
import { setRuleActions, weightedForward } from '../elbv2/weighted-forward.ts'
import type { DeploymentDocument, Traffic } from './store.ts'

const CALLER = { role: 'codedeploy', session: 'AWSCodeDeploy' }

/** What no listener could be given: the text of ELASTIC_LOAD_BALANCING_INVALID. */
export class TrafficError extends Error {
  override readonly name = 'TrafficError'

  constructor(reason: string) {
    super(`The ELB could not be updated due to the following error: ${reason}`)
  }
}

export function productionListeners({
  loadBalancerInfo,
}: Pick<DeploymentDocument, 'loadBalancerInfo'>): string[] {
  return loadBalancerInfo.targetGroupPairInfoList?.[0]?.prodTrafficRoute?.listenerArns ?? []
}

export function testListeners({ loadBalancerInfo }: Pick<DeploymentDocument, 'loadBalancerInfo'>): string[] {
  return loadBalancerInfo.targetGroupPairInfoList?.[0]?.testTrafficRoute?.listenerArns ?? []
}

/** Names of the target groups of the pair, as ARNs; a name that is gone is left out. */
export function pairOf(
  scope: Scope,
  { loadBalancerInfo }: Pick<DeploymentDocument, 'loadBalancerInfo'>,
): string[] {
  const groups = balancing(scope).targetGroups.values()
  return (loadBalancerInfo.targetGroupPairInfoList?.[0]?.targetGroups ?? []).flatMap(
    ({ name }) => groups.find(({ TargetGroupName }) => TargetGroupName === name)?.TargetGroupArn ?? [],
  )
}

/** Gives production traffic its weights. Throws TrafficError. */
export function shiftProduction(
  sandbox: Sandbox,
  scope: Scope,
  deployment: DeploymentDocument,
  weights: Traffic,
): void {
  for (const listenerArn of productionListeners(deployment)) {
    if (shiftListener(sandbox, scope, deployment, listenerArn, weights) === 0) {
      throw new TrafficError('Primary taskset target group must be behind listener')
    }
  }
}

/** Sends the test listener's requests to the replacement, whatever it did before. Throws TrafficError. */
export function shiftTest(sandbox: Sandbox, scope: Scope, deployment: DeploymentDocument): void {
  const weights = { blue: 0, green: 100 }
  for (const listenerArn of testListeners(deployment)) {
    if (shiftListener(sandbox, scope, deployment, listenerArn, weights) > 0) continue
    const rule = defaultRule(scope, listenerArn)
    tell(() => setRuleActions(sandbox, scope, rule, [forward(undefined, deployment, weights)], CALLER))
  }
}

/** Answers how many rules of the listener forward to the pair, and now do so by these weights. */
function shiftListener(
  sandbox: Sandbox,
  scope: Scope,
  deployment: DeploymentDocument,
  listenerArn: string,
  weights: Traffic,
): number {
  if (!balancing(scope).listeners.has(listenerArn)) {
    throw new TrafficError(`Listener '${listenerArn}' not found`)
  }
  const rules = rulesOf(scope, listenerArn).filter(rule => forwardsTo(rule, deployment))
  for (const rule of rules) {
    const actions = rule.Actions.map(action =>
      action.Type === 'forward' ? forward(action, deployment, weights) : action,
    )
    tell(() => setRuleActions(sandbox, scope, rule, actions, CALLER))
  }
  return rules.length
}

/** The load balancer's own refusal in CodeDeploy's words. */
function tell(change: () => unknown): void {
  try {
    void change()
  } catch (error) {
    throw new TrafficError((error as Error).message)
  }
}

function forwardsTo({ Actions }: RuleDocument, deployment: DeploymentDocument): boolean {
  const { blueTargetGroupArn = '', greenTargetGroupArn = '' } = deployment
  const groups = forwardedGroups(Actions)
  return groups.includes(blueTargetGroupArn) || groups.includes(greenTargetGroupArn)
}

/** The idle group stays behind the listener, with weight 0. */
function forward(
  before: Action | undefined,
  { blueTargetGroupArn, greenTargetGroupArn }: DeploymentDocument,
  { blue, green }: Traffic,
): Action {
  return weightedForward(before, [
    { arn: blueTargetGroupArn, weight: blue },
    { arn: greenTargetGroupArn, weight: green },
  ])
}
