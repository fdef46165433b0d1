import {
  DeleteDBSubnetGroupCommand,
  DescribeDBSubnetGroupsCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-rds'
import { itemOf, resourcePart, type ResourceKind } from './resource-kind.ts'
import { standingOneByOne } from './standing-one-by-one.ts'

/** DB subnet groups, after the databases in them. */
export const dbSubnetGroup: ResourceKind = {
  type: 'rds:subgrp',
  order: 50,

  standing: ({ aws }, labId, ids) =>
    standingOneByOne(ids, async id => {
      const DBSubnetGroupName = nameOf(id)
      await aws.rds.send(new DescribeDBSubnetGroupsCommand({ DBSubnetGroupName }))
      const { TagList } = await aws.rds.send(new ListTagsForResourceCommand({ ResourceName: id }))
      return itemOf(dbSubnetGroup, labId, TagList, { id, label: `DB subnet group ${DBSubnetGroupName}` })
    }),

  async remove({ aws }, { id }) {
    await aws.rds.send(new DeleteDBSubnetGroupCommand({ DBSubnetGroupName: nameOf(id) }))
  },
}

/** `arn:…:subgrp:lab` → `lab`. */
function nameOf(arn: string): string {
  return resourcePart(arn).slice('subgrp:'.length)
}
