import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  type Action,
  type Listener,
  type Rule,
  type RuleCondition,
  type TargetGroup,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import type { LabAccount } from '../../labs/define.ts'
import type { MapDto } from '../contract.ts'

type Elbv2 = LabAccount['aws']['elbv2']
type LoadBalancerDto = MapDto['loadBalancers'][number]
type ListenerDto = LoadBalancerDto['listeners'][number]
type RuleDto = ListenerDto['rules'][number]

/** Load balancers with their rules, and target groups with their targets' health. */
export async function readLoadBalancers(
  elbv2: Elbv2,
): Promise<{ loadBalancers: LoadBalancerDto[]; targetGroups: MapDto['targetGroups'] }> {
  const [{ LoadBalancers = [] }, { TargetGroups = [] }] = await Promise.all([
    elbv2.send(new DescribeLoadBalancersCommand({})),
    elbv2.send(new DescribeTargetGroupsCommand({})),
  ])
  const names = new Map(TargetGroups.map(group => [group.TargetGroupArn ?? '', group.TargetGroupName ?? '']))
  const loadBalancers = LoadBalancers.map(async (loadBalancer): Promise<LoadBalancerDto> => {
    const { Listeners = [] } = await elbv2.send(
      new DescribeListenersCommand({ LoadBalancerArn: loadBalancer.LoadBalancerArn }),
    )
    return {
      name: loadBalancer.LoadBalancerName ?? '',
      dnsName: loadBalancer.DNSName ?? '',
      state: loadBalancer.State?.Code ?? '',
      zones: (loadBalancer.AvailabilityZones ?? []).map(zone => zone.ZoneName ?? '').sort(),
      listeners: await Promise.all(Listeners.map(listener => readListener(elbv2, listener, names))),
    }
  })
  return {
    loadBalancers: await Promise.all(loadBalancers),
    targetGroups: await Promise.all(TargetGroups.map(group => readTargetGroup(elbv2, group))),
  }
}

async function readListener(
  elbv2: Elbv2,
  listener: Listener,
  names: Map<string, string>,
): Promise<ListenerDto> {
  const { Rules = [] } = await elbv2.send(new DescribeRulesCommand({ ListenerArn: listener.ListenerArn }))
  return {
    port: listener.Port ?? 0,
    protocol: listener.Protocol ?? '',
    rules: Rules.map(rule => presentRule(rule, names)),
  }
}

async function readTargetGroup(elbv2: Elbv2, group: TargetGroup): Promise<MapDto['targetGroups'][number]> {
  const { TargetHealthDescriptions = [] } = await elbv2.send(
    new DescribeTargetHealthCommand({ TargetGroupArn: group.TargetGroupArn }),
  )
  return {
    name: group.TargetGroupName ?? '',
    protocol: group.Protocol ?? '',
    port: group.Port ?? 0,
    healthCheckPath: group.HealthCheckPath ?? '',
    targets: TargetHealthDescriptions.map(({ Target, TargetHealth }) => ({
      id: Target?.Id ?? '',
      port: Target?.Port ?? 0,
      state: TargetHealth?.State ?? '',
      reason: TargetHealth?.Description ?? null,
    })),
  }
}

function presentRule(rule: Rule, names: Map<string, string>): RuleDto {
  const action = (rule.Actions ?? []).at(-1)
  const groups = action?.ForwardConfig?.TargetGroups ?? []
  return {
    priority: rule.Priority ?? '',
    conditions: (rule.Conditions ?? []).map(presentCondition),
    forwards: groups.map(({ TargetGroupArn, Weight }) => ({
      targetGroup: names.get(TargetGroupArn ?? '') ?? '',
      weight: Weight ?? 1,
    })),
    other: action && groups.length === 0 ? presentAction(action) : null,
  }
}

function presentCondition(condition: RuleCondition): string {
  const pairs = (condition.QueryStringConfig?.Values ?? []).map(
    ({ Key, Value }) => `${Key ?? ''}=${Value ?? ''}`,
  )
  const values =
    condition.PathPatternConfig?.Values ??
    condition.HostHeaderConfig?.Values ??
    condition.HttpHeaderConfig?.Values ??
    condition.HttpRequestMethodConfig?.Values ??
    condition.SourceIpConfig?.Values ??
    (pairs.length > 0 ? pairs : condition.Values) ??
    []
  const field = condition.HttpHeaderConfig?.HttpHeaderName ?? condition.Field ?? ''
  return `${field} ${values.join(' or ')}`
}

function presentAction({ Type, RedirectConfig, FixedResponseConfig }: Action): string {
  if (RedirectConfig) return `redirect ${RedirectConfig.StatusCode ?? ''}`
  if (FixedResponseConfig) return `answer ${FixedResponseConfig.StatusCode ?? ''}`
  return Type ?? ''
}
