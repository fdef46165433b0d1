import { pick, tagChanges, text } from '../engine/properties.ts'
import type { ResourceType } from '../engine/resource-type.ts'

/** An application of CodeDeploy: a name for deployment groups. */
export const awsCodeDeployApplication: ResourceType = {
  replaces: ['ApplicationName', 'ComputePlatform'],
  updates: ['Tags'],
  nameProperty: 'ApplicationName',
  async create({ call, properties, tags, name }) {
    const applicationName = text(properties, 'ApplicationName') || name({ longest: 100 })
    await call('codedeploy', 'CreateApplication', {
      applicationName,
      tags,
      ...pick(properties, 'ComputePlatform'),
    })
    return { physicalId: applicationName }
  },
  async update(change) {
    const { call, physicalId, accountId, region } = change
    const { set, gone } = tagChanges(change)
    const ResourceArn = `arn:aws:codedeploy:${region}:${accountId}:application:${physicalId}`
    if (set.length > 0) await call('codedeploy', 'TagResource', { ResourceArn, Tags: set })
    if (gone.length > 0) await call('codedeploy', 'UntagResource', { ResourceArn, TagKeys: gone })
  },
  async remove({ call, physicalId: applicationName }) {
    await call('codedeploy', 'DeleteApplication', { applicationName })
  },
}
