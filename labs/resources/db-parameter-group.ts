import {
  DeleteDBParameterGroupCommand,
  DescribeDBParameterGroupsCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-rds'
import { itemOf, resourcePart, type ResourceKind } from './resource-kind.ts'
import { standingOneByOne } from './standing-one-by-one.ts'

/** DB parameter groups, after the databases that use them. */
export const dbParameterGroup: ResourceKind = {
  type: 'rds:pg',
  order: 50,

  standing: ({ aws }, labId, ids) =>
    standingOneByOne(ids, async id => {
      const DBParameterGroupName = nameOf(id)
      await aws.rds.send(new DescribeDBParameterGroupsCommand({ DBParameterGroupName }))
      const { TagList } = await aws.rds.send(new ListTagsForResourceCommand({ ResourceName: id }))
      const label = `DB parameter group ${DBParameterGroupName}`
      return itemOf(dbParameterGroup, labId, TagList, { id, label })
    }),

  async remove({ aws }, { id }) {
    await aws.rds.send(new DeleteDBParameterGroupCommand({ DBParameterGroupName: nameOf(id) }))
  },
}

/** `arn:…:pg:lab` → `lab`. */
function nameOf(arn: string): string {
  return resourcePart(arn).slice('pg:'.length)
}
