import { pick, tagChanges, text } from '../engine/properties.ts'
import type { Properties, ResourceType } from '../engine/resource-type.ts'

/** The subnets in which a database may have its address. */
export const awsRdsDbSubnetGroup: ResourceType = {
  replaces: ['DBSubnetGroupName'],
  updates: ['DBSubnetGroupDescription', 'SubnetIds', 'Tags'],
  required: ['DBSubnetGroupDescription', 'SubnetIds'],
  nameProperty: 'DBSubnetGroupName',
  async create({ call, properties, tags, name }) {
    const { DBSubnetGroup = {} } = await call<{ DBSubnetGroup?: Properties }>('rds', 'CreateDBSubnetGroup', {
      DBSubnetGroupName: text(properties, 'DBSubnetGroupName') || name({ longest: 255, lower: true }),
      ...pick(properties, 'DBSubnetGroupDescription', 'SubnetIds'),
      Tags: tags,
    })
    return { physicalId: text(DBSubnetGroup, 'DBSubnetGroupName') }
  },
  async update(change) {
    const { call, properties, physicalId: DBSubnetGroupName, changes, accountId, region } = change
    if (changes('DBSubnetGroupDescription', 'SubnetIds')) {
      const input = pick(properties, 'DBSubnetGroupDescription', 'SubnetIds')
      await call('rds', 'ModifyDBSubnetGroup', { DBSubnetGroupName, ...input })
    }
    const { set, gone } = tagChanges(change)
    const ResourceName = `arn:aws:rds:${region}:${accountId}:subgrp:${DBSubnetGroupName}`
    if (set.length > 0) await call('rds', 'AddTagsToResource', { ResourceName, Tags: set })
    if (gone.length > 0) await call('rds', 'RemoveTagsFromResource', { ResourceName, TagKeys: gone })
  },
  async remove({ call, physicalId: DBSubnetGroupName }) {
    await call('rds', 'DeleteDBSubnetGroup', { DBSubnetGroupName })
  },
}
