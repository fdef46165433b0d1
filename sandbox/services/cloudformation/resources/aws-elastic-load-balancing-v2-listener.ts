import { retagLoadBalancing } from '../engine/elbv2.ts'
import { pick, text } from '../engine/properties.ts'
import type { Properties, ResourceType } from '../engine/resource-type.ts'

const SETTINGS = [
  'AlpnPolicy',
  'Certificates',
  'DefaultActions',
  'MutualAuthentication',
  'Port',
  'Protocol',
  'SslPolicy',
]

/** A port of a load balancer, and where its requests go. */
export const awsElasticLoadBalancingV2Listener: ResourceType = {
  replaces: ['LoadBalancerArn'],
  updates: [...SETTINGS, 'ListenerAttributes', 'Tags'],
  required: ['LoadBalancerArn', 'DefaultActions'],
  attributes: ['ListenerArn'],
  async create({ call, properties, tags, made }) {
    const { Listeners = [] } = await call<{ Listeners?: Properties[] }>('elbv2', 'CreateListener', {
      ...pick(properties, 'LoadBalancerArn', ...SETTINGS),
      ...(tags.length > 0 && { Tags: tags }),
    })
    const physicalId = text(Listeners[0] ?? {}, 'ListenerArn')
    const attributes = { ListenerArn: physicalId }
    made(physicalId, attributes)
    const Attributes = properties['ListenerAttributes']
    if (Attributes !== undefined)
      await call('elbv2', 'ModifyListenerAttributes', { ListenerArn: physicalId, Attributes })
    return { physicalId, attributes }
  },
  async update(change) {
    const { call, properties, physicalId: ListenerArn, changes } = change
    if (changes(...SETTINGS))
      await call('elbv2', 'ModifyListener', { ListenerArn, ...pick(properties, ...SETTINGS) })
    if (changes('ListenerAttributes')) {
      const Attributes = properties['ListenerAttributes'] ?? []
      await call('elbv2', 'ModifyListenerAttributes', { ListenerArn, Attributes })
    }
    await retagLoadBalancing(change)
  },
  async remove({ call, physicalId }) {
    await call('elbv2', 'DeleteListener', { ListenerArn: physicalId })
  },
}
