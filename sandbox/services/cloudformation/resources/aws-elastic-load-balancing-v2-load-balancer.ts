import { retagLoadBalancing } from '../engine/elbv2.ts'
import { ResourceFailure } from '../engine/failure.ts'
import { list, pick, text } from '../engine/properties.ts'
import type { Change, Properties, ResourceType } from '../engine/resource-type.ts'

/** An Application or Network Load Balancer; it is there when it is active. */
export const awsElasticLoadBalancingV2LoadBalancer: ResourceType = {
  replaces: ['Name', 'Scheme', 'Type'],
  updates: ['IpAddressType', 'LoadBalancerAttributes', 'SecurityGroups', 'SubnetMappings', 'Subnets', 'Tags'],
  nameProperty: 'Name',
  attributes: [
    ...['CanonicalHostedZoneID', 'DNSName', 'LoadBalancerArn', 'LoadBalancerFullName', 'LoadBalancerName'],
    'SecurityGroups',
  ],
  async create({ call, properties, tags, name, made }) {
    const { LoadBalancers = [] } = await call<{ LoadBalancers?: Properties[] }>(
      'elbv2',
      'CreateLoadBalancer',
      {
        ...pick(properties, 'Scheme', 'Type', 'IpAddressType', 'SecurityGroups', 'SubnetMappings', 'Subnets'),
        ...{
          Name: text(properties, 'Name') || name({ longest: 32 }),
          ...(tags.length > 0 && { Tags: tags }),
        },
      },
    )
    const physicalId = text(LoadBalancers[0] ?? {}, 'LoadBalancerArn')
    made(physicalId)
    const Attributes = list(properties, 'LoadBalancerAttributes')
    if (Attributes.length > 0) {
      await call('elbv2', 'ModifyLoadBalancerAttributes', { LoadBalancerArn: physicalId, Attributes })
    }
    return { physicalId }
  },
  async settled(change) {
    const state = ((await describe(change))['State'] ?? {}) as { Code?: string; Reason?: string }
    if (state.Code === 'failed')
      throw new ResourceFailure(`LoadBalancer failed: ${state.Reason ?? ''}`, 'NotStabilized')
    return state.Code === 'active'
  },
  async update(change) {
    const { call, properties, physicalId: LoadBalancerArn, changes } = change
    if (changes('LoadBalancerAttributes')) {
      const Attributes = list(properties, 'LoadBalancerAttributes')
      await call('elbv2', 'ModifyLoadBalancerAttributes', { LoadBalancerArn, Attributes })
    }
    if (changes('SecurityGroups')) {
      await call('elbv2', 'SetSecurityGroups', {
        LoadBalancerArn,
        SecurityGroups: list(properties, 'SecurityGroups'),
      })
    }
    if (changes('Subnets', 'SubnetMappings')) {
      await call('elbv2', 'SetSubnets', { LoadBalancerArn, ...pick(properties, 'Subnets', 'SubnetMappings') })
    }
    await retagLoadBalancing(change)
  },
  async read(change) {
    const shown = await describe(change)
    return {
      ...pick(shown, 'DNSName', 'LoadBalancerArn', 'LoadBalancerName', 'SecurityGroups'),
      CanonicalHostedZoneID: shown['CanonicalHostedZoneId'],
      LoadBalancerFullName: change.physicalId.split(':loadbalancer/')[1],
    }
  },
  async remove({ call, physicalId }) {
    await call('elbv2', 'DeleteLoadBalancer', { LoadBalancerArn: physicalId })
  },
}

async function describe({ call, physicalId }: Change): Promise<Properties> {
  const input = { LoadBalancerArns: [physicalId] }
  const { LoadBalancers = [] } = await call<{ LoadBalancers?: Properties[] }>(
    'elbv2',
    'DescribeLoadBalancers',
    input,
  )
  return LoadBalancers[0] ?? {}
}
