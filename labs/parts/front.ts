import { expectListener } from '../assertions/expect-listener.ts'
import { expectLoadBalancerActive } from '../assertions/expect-load-balancer-active.ts'
import { expectTargetGroup } from '../assertions/expect-target-group.ts'
import { allOf, pass } from '../assertions/verdicts.ts'
import type { CheckContext, CommandContext, Verdict } from '../define.ts'
import { HEALTH_CHECK_PATH, type Place, PORT } from './place.ts'

/** The reads that `expectBalancer` makes. */
export const BALANCER_READS = [
  'elasticloadbalancing:DescribeTargetGroups',
  'elasticloadbalancing:DescribeLoadBalancers',
  'elasticloadbalancing:DescribeTags',
]

/** The target groups with these names, and the load balancer; needs the outputs of `expectPlace` in `prepare`. */
export function createBalancer({ out }: CommandContext, { name, tag }: Place, groups: string[]): string[] {
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

/** All that `createBalancer` makes. Gives `loadBalancerArn`, `dnsName`, and of each target group such as `shop-blue` its `blueArn`. */
export function expectBalancer(
  account: CheckContext,
  { name, lab }: Place,
  groups: string[],
): Promise<Verdict> {
  const { vpcId = '', balancerGroupId = '' } = account.out['prepare'] ?? {}
  return allOf(
    ...groups.map(group => async () => {
      const wanted = { name: group, vpcId, healthCheckPath: HEALTH_CHECK_PATH, lab }
      const output = `${group.split('-').at(-1)}Arn`
      return renamed(await expectTargetGroup(account, wanted), output, 'targetGroupArn')
    }),
    () => expectLoadBalancerActive(account, { name, securityGroupId: balancerGroupId, lab }),
  )
}

/** The reads that `expectListeners` makes. */
export const LISTENER_READS = ['elasticloadbalancing:DescribeListeners', 'elasticloadbalancing:DescribeTags']

interface Listening {
  /** Ports, each with the name that its listener's ARN has in the outputs. */
  ports: Record<string, number>
  /** To which all of them forward. */
  targetGroupArn: string | undefined
}

/** The listeners; needs the outputs of `expectBalancer` in `create-load-balancer`. */
export function createListeners(
  { out }: CommandContext,
  { tag }: Place,
  { ports, targetGroupArn }: Listening,
): string[] {
  return Object.values(ports).map(
    port =>
      `aws elbv2 create-listener --load-balancer-arn ${out['create-load-balancer']?.['loadBalancerArn']} --protocol HTTP --port ${port} --default-actions Type=forward,TargetGroupArn=${targetGroupArn} --tags ${tag}`,
  )
}

/** All that `createListeners` makes. Gives each listener's ARN. */
export function expectListeners(
  account: CheckContext,
  { lab }: Place,
  { ports, targetGroupArn = '' }: Listening,
): Promise<Verdict> {
  const { loadBalancerArn = '' } = account.out['create-load-balancer'] ?? {}
  return allOf(
    ...Object.entries(ports).map(([output, port]) => async () => {
      const wanted = { loadBalancerArn, port, targetGroupArn, lab }
      return renamed(await expectListener(account, wanted), output, 'listenerArn')
    }),
  )
}

/** A verdict whose one output has another name. */
function renamed(verdict: Verdict, to: string, from: string): Verdict {
  if (verdict.status !== 'pass') return verdict
  return pass(verdict.observed, { [to]: verdict.outputs[from] ?? '' }, verdict.made)
}
