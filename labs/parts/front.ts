import { expectListener } from '../assertions/expect-listener.ts'
import { expectLoadBalancerActive } from '../assertions/expect-load-balancer-active.ts'
import { expectTargetGroup } from '../assertions/expect-target-group.ts'
import { allOf, pass } from '../assertions/verdicts.ts'
import type { CheckContext, CommandContext, Outputs, StepInput, Verdict } from '../define.ts'
import { HEALTH_CHECK_PATH, type Place, PORT } from './place.ts'

/** A step but for its words. */
export type StepPart = Omit<StepInput, 'title' | 'hints'>

/**
 * The step `create-load-balancer`: target groups of these names, and the load balancer. Gives `loadBalancerArn`, `dnsName`, and of
 * each target group such as `shop-blue` its `blueArn`.
 */
export function balancerStep(place: Place, groups: readonly string[]): StepPart {
  return {
    needs: ['prepare'],
    commands: context => createBalancer(context, place, groups),
    check: account => expectBalancer(account, place, groups),
    solve: 'commands',
    timeout: '6m',
    reads: [
      'elasticloadbalancing:DescribeTargetGroups',
      'elasticloadbalancing:DescribeLoadBalancers',
      'elasticloadbalancing:DescribeTags',
    ],
  }
}

/** The ARN of a target group that the step `create-load-balancer` has made. */
export function targetGroupArn(out: Outputs, group: string): string | undefined {
  return out['create-load-balancer']?.[outputOf(group)]
}

function outputOf(group: string): string {
  return `${group.split('-').at(-1)}Arn`
}

function createBalancer({ out }: CommandContext, { name, tag }: Place, groups: readonly string[]): string[] {
  const { vpcId, subnetA, subnetB, balancerGroupId } = out['prepare'] ?? {}
  return [
    ...groups.map(group =>
      [
        `aws elbv2 create-target-group --name ${group} --protocol HTTP --port ${PORT} --target-type ip --vpc-id ${vpcId}`,
        `--health-check-path ${HEALTH_CHECK_PATH} --health-check-interval-seconds 10 --healthy-threshold-count 2 --tags ${tag}`,
      ].join(' '),
    ),
    `aws elbv2 create-load-balancer --name ${name} --subnets ${subnetA} ${subnetB} --security-groups ${balancerGroupId} --tags ${tag}`,
  ]
}

function expectBalancer(
  account: CheckContext,
  { name, lab }: Place,
  groups: readonly string[],
): Promise<Verdict> {
  const { vpcId = '', balancerGroupId = '' } = account.out['prepare'] ?? {}
  return allOf(
    ...groups.map(group => async () => {
      const wanted = { name: group, vpcId, healthCheckPath: HEALTH_CHECK_PATH, lab }
      return renamed(await expectTargetGroup(account, wanted), outputOf(group), 'targetGroupArn')
    }),
    () => expectLoadBalancerActive(account, { name, securityGroupId: balancerGroupId, lab }),
  )
}

/** By the names that their ARNs have in the outputs: on which port each listens, and the target group to which it forwards. */
export type Listeners = Record<string, { port: number; group: string }>

/** The step that makes listeners; needs `balancerStep`. Gives each listener's ARN. */
export function listenersStep(place: Place, listeners: Listeners): StepPart {
  return {
    needs: ['create-load-balancer'],
    commands: context => createListeners(context, place, listeners),
    check: account => expectListeners(account, place, listeners),
    solve: 'commands',
    timeout: '1m',
    reads: ['elasticloadbalancing:DescribeListeners', 'elasticloadbalancing:DescribeTags'],
  }
}

function createListeners({ out }: CommandContext, { tag }: Place, listeners: Listeners): string[] {
  const { loadBalancerArn } = out['create-load-balancer'] ?? {}
  return Object.values(listeners).map(
    ({ port, group }) =>
      `aws elbv2 create-listener --load-balancer-arn ${loadBalancerArn} --protocol HTTP --port ${port} --default-actions Type=forward,TargetGroupArn=${targetGroupArn(out, group)} --tags ${tag}`,
  )
}

function expectListeners(account: CheckContext, { lab }: Place, listeners: Listeners): Promise<Verdict> {
  const { loadBalancerArn = '' } = account.out['create-load-balancer'] ?? {}
  return allOf(
    ...Object.entries(listeners).map(([output, { port, group }]) => async () => {
      const wanted = { loadBalancerArn, port, targetGroupArn: targetGroupArn(account.out, group) ?? '', lab }
      return renamed(await expectListener(account, wanted), output, 'listenerArn')
    }),
  )
}

/** A verdict whose one output has another name. */
function renamed(verdict: Verdict, to: string, from: string): Verdict {
  if (verdict.status !== 'pass') return verdict
  return pass(verdict.observed, { [to]: verdict.outputs[from] ?? '' }, verdict.made)
}
