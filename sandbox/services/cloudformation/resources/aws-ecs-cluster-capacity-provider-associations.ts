import { list, text } from '../engine/properties.ts'
import type { Properties, ResourceType, Work } from '../engine/resource-type.ts'

/** Which capacity a cluster has. */
export const awsEcsClusterCapacityProviderAssociations: ResourceType = {
  replaces: ['Cluster'],
  updates: ['CapacityProviders', 'DefaultCapacityProviderStrategy'],
  required: ['Cluster', 'DefaultCapacityProviderStrategy'],
  async create(work) {
    await put(work, work.properties)
    return { physicalId: text(work.properties, 'Cluster') }
  },
  update: change => put(change, change.properties),
  remove: change => put(change, { Cluster: change.properties['Cluster'] }),
}

async function put({ call }: Work, properties: Properties): Promise<void> {
  await call('ecs', 'PutClusterCapacityProviders', {
    cluster: properties['Cluster'],
    capacityProviders: list(properties, 'CapacityProviders'),
    defaultCapacityProviderStrategy: list(properties, 'DefaultCapacityProviderStrategy'),
  })
}
