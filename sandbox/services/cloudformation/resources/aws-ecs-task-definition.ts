import { tagChanges, text, without } from '../engine/properties.ts'
import type { ResourceType } from '../engine/resource-type.ts'

/** A revision of a task definition; every change but to its tags makes another. */
export const awsEcsTaskDefinition: ResourceType = {
  replaces: [
    ...[
      'ContainerDefinitions',
      'Cpu',
      'EnableFaultInjection',
      'EphemeralStorage',
      'ExecutionRoleArn',
      'Family',
    ],
    ...['IpcMode', 'Memory', 'NetworkMode', 'PidMode', 'PlacementConstraints', 'ProxyConfiguration'],
    ...['RequiresCompatibilities', 'RuntimePlatform', 'TaskRoleArn', 'Volumes', 'InferenceAccelerators'],
  ],
  updates: ['Tags'],
  attributes: ['TaskDefinitionArn'],
  async create({ call, properties, tags, name }) {
    type Answer = { taskDefinition?: { taskDefinitionArn?: string } }
    const { taskDefinition } = await call<Answer>('ecs', 'RegisterTaskDefinition', {
      ...without(properties, 'Tags', 'Family'),
      ...{ family: text(properties, 'Family') || name({ longest: 255 }) },
      ...(tags.length > 0 && { tags }),
    })
    const physicalId = taskDefinition?.taskDefinitionArn ?? ''
    return { physicalId, attributes: { TaskDefinitionArn: physicalId } }
  },
  async update(change) {
    const resourceArn = change.physicalId
    const { set, gone } = tagChanges(change)
    if (set.length > 0) await change.call('ecs', 'TagResource', { resourceArn, tags: set })
    if (gone.length > 0) await change.call('ecs', 'UntagResource', { resourceArn, tagKeys: gone })
  },
  async remove({ call, physicalId }) {
    await call('ecs', 'DeregisterTaskDefinition', { taskDefinition: physicalId })
  },
}
