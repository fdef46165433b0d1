import { retagLoadBalancing } from '../engine/elbv2.ts'
import { list, pick, text } from '../engine/properties.ts'
import type { Properties, ResourceType } from '../engine/resource-type.ts'

const HEALTH = [
  ...['HealthCheckEnabled', 'HealthCheckIntervalSeconds', 'HealthCheckPath', 'HealthCheckPort'],
  ...['HealthCheckProtocol', 'HealthCheckTimeoutSeconds', 'HealthyThresholdCount', 'Matcher'],
  'UnhealthyThresholdCount',
]
const FIXED = ['IpAddressType', 'Port', 'Protocol', 'ProtocolVersion', 'TargetType', 'VpcId']

/** Where a load balancer sends requests. */
export const awsElasticLoadBalancingV2TargetGroup: ResourceType = {
  replaces: ['Name', ...FIXED],
  updates: [...HEALTH, 'TargetGroupAttributes', 'Targets', 'Tags'],
  nameProperty: 'Name',
  attributes: ['LoadBalancerArns', 'TargetGroupArn', 'TargetGroupFullName', 'TargetGroupName'],
  async create({ call, properties, tags, name, made }) {
    const { TargetGroups = [] } = await call<{ TargetGroups?: Properties[] }>('elbv2', 'CreateTargetGroup', {
      ...pick(properties, ...FIXED, ...HEALTH),
      ...{ Name: text(properties, 'Name') || name({ longest: 32 }), ...(tags.length > 0 && { Tags: tags }) },
    })
    const TargetGroupArn = text(TargetGroups[0] ?? {}, 'TargetGroupArn')
    made(TargetGroupArn)
    const Attributes = list(properties, 'TargetGroupAttributes')
    if (Attributes.length > 0)
      await call('elbv2', 'ModifyTargetGroupAttributes', { TargetGroupArn, Attributes })
    const Targets = list(properties, 'Targets')
    if (Targets.length > 0) await call('elbv2', 'RegisterTargets', { TargetGroupArn, Targets })
    return { physicalId: TargetGroupArn }
  },
  async update(change) {
    const { call, properties, before, physicalId: TargetGroupArn, changes } = change
    if (changes(...HEALTH))
      await call('elbv2', 'ModifyTargetGroup', { TargetGroupArn, ...pick(properties, ...HEALTH) })
    if (changes('TargetGroupAttributes')) {
      const Attributes = list(properties, 'TargetGroupAttributes')
      await call('elbv2', 'ModifyTargetGroupAttributes', { TargetGroupArn, Attributes })
    }
    if (changes('Targets')) {
      const [now, then] = [list(properties, 'Targets'), list(before, 'Targets')]
      const missingIn = (others: unknown[]) => (one: unknown) =>
        !others.some(other => JSON.stringify(other) === JSON.stringify(one))
      const gone = then.filter(missingIn(now))
      const added = now.filter(missingIn(then))
      if (gone.length > 0) await call('elbv2', 'DeregisterTargets', { TargetGroupArn, Targets: gone })
      if (added.length > 0) await call('elbv2', 'RegisterTargets', { TargetGroupArn, Targets: added })
    }
    await retagLoadBalancing(change)
  },
  async read({ call, physicalId }) {
    const input = { TargetGroupArns: [physicalId] }
    const { TargetGroups = [] } = await call<{ TargetGroups?: Properties[] }>(
      'elbv2',
      'DescribeTargetGroups',
      input,
    )
    return {
      ...pick(TargetGroups[0] ?? {}, 'LoadBalancerArns', 'TargetGroupArn', 'TargetGroupName'),
      TargetGroupFullName: physicalId.split(':').at(-1),
    }
  },
  async remove({ call, physicalId }) {
    await call('elbv2', 'DeleteTargetGroup', { TargetGroupArn: physicalId })
  },
  async actual({ call, physicalId, properties }) {
    const input = { TargetGroupArns: [physicalId] }
    const { TargetGroups = [] } = await call<{ TargetGroups?: Properties[] }>(
      'elbv2',
      'DescribeTargetGroups',
      input,
    )
    return pick(
      TargetGroups[0] ?? {},
      ...HEALTH.filter(name => properties[name] !== undefined && name !== 'Matcher'),
    )
  },
}
