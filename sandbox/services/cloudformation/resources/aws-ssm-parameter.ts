import { pick, tagChanges, text } from '../engine/properties.ts'
import type { Properties, ResourceType } from '../engine/resource-type.ts'

/** A parameter of Systems Manager. */
export const awsSsmParameter: ResourceType = {
  replaces: ['Name'],
  updates: ['Type', 'Value', 'Description', 'AllowedPattern', 'DataType', 'Tier', 'Policies', 'Tags'],
  required: ['Type', 'Value'],
  nameProperty: 'Name',
  attributes: ['Type', 'Value'],
  async create({ call, properties, tags, name }) {
    const Name = text(properties, 'Name') || name()
    await call('ssm', 'PutParameter', { Name, ...settings(properties), Tags: tags })
    return { physicalId: Name }
  },
  async update(change) {
    const { call, properties, physicalId: Name } = change
    await call('ssm', 'PutParameter', { Name, ...settings(properties), Overwrite: true })
    const { set, gone } = tagChanges(change)
    const id = { ResourceType: 'Parameter', ResourceId: Name }
    if (set.length > 0) await call('ssm', 'AddTagsToResource', { ...id, Tags: set })
    if (gone.length > 0) await call('ssm', 'RemoveTagsFromResource', { ...id, TagKeys: gone })
  },
  read: ({ properties }) => Promise.resolve(pick(properties, 'Type', 'Value')),
  async remove({ call, physicalId }) {
    await call('ssm', 'DeleteParameter', { Name: physicalId })
  },
  async actual({ call, physicalId }) {
    const { Parameter = {} } = await call<{ Parameter?: Properties }>('ssm', 'GetParameter', {
      Name: physicalId,
    })
    return pick(Parameter, 'Type', 'Value')
  },
}

function settings(properties: Properties): Record<string, unknown> {
  return pick(properties, 'Type', 'Value', 'Description', 'AllowedPattern', 'DataType', 'Tier', 'Policies')
}
