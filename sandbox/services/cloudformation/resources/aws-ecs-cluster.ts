import { pick, tagChanges, text } from '../engine/properties.ts'
import type { ResourceType } from '../engine/resource-type.ts'

const SETTINGS = ['ClusterSettings', 'Configuration', 'ServiceConnectDefaults']
const PROVIDERS = ['CapacityProviders', 'DefaultCapacityProviderStrategy']

/** A cluster. */
export const awsEcsCluster: ResourceType = {
  replaces: ['ClusterName'],
  updates: [...SETTINGS, ...PROVIDERS, 'Tags'],
  nameProperty: 'ClusterName',
  attributes: ['Arn'],
  async create({ call, properties, tags, name }) {
    const clusterName = text(properties, 'ClusterName') || name({ longest: 255 })
    const { cluster } = await call<{ cluster?: { clusterArn?: string } }>('ecs', 'CreateCluster', {
      ...{ clusterName, tags, settings: properties['ClusterSettings'] },
      ...pick(properties, 'Configuration', 'ServiceConnectDefaults', ...PROVIDERS),
    })
    return { physicalId: clusterName, attributes: { Arn: cluster?.clusterArn } }
  },
  async update(change) {
    const { call, properties, physicalId: cluster, changes } = change
    if (changes(...SETTINGS)) {
      const settings = properties['ClusterSettings'] ?? [{ name: 'containerInsights', value: 'disabled' }]
      const rest = pick(properties, 'Configuration', 'ServiceConnectDefaults')
      await call('ecs', 'UpdateCluster', { cluster, settings, ...rest })
    }
    if (changes(...PROVIDERS)) {
      await call('ecs', 'PutClusterCapacityProviders', {
        ...{ cluster, capacityProviders: [], defaultCapacityProviderStrategy: [] },
        ...(properties['CapacityProviders'] !== undefined && {
          capacityProviders: properties['CapacityProviders'],
        }),
        ...(properties['DefaultCapacityProviderStrategy'] !== undefined && {
          defaultCapacityProviderStrategy: properties['DefaultCapacityProviderStrategy'],
        }),
      })
    }
    const resourceArn = change.attributes['Arn']
    const { set, gone } = tagChanges(change)
    if (set.length > 0) await call('ecs', 'TagResource', { resourceArn, tags: set })
    if (gone.length > 0) await call('ecs', 'UntagResource', { resourceArn, tagKeys: gone })
  },
  async remove({ call, physicalId }) {
    await call('ecs', 'DeleteCluster', { cluster: physicalId })
  },
}
