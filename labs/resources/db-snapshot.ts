import { DeleteDBSnapshotCommand, DescribeDBSnapshotsCommand } from '@aws-sdk/client-rds'
import { itemOf, resourcePart, type ResourceKind } from './resource-kind.ts'
import { standingOneByOne } from './standing-one-by-one.ts'

/** Snapshots of databases. */
export const dbSnapshot: ResourceKind = {
  type: 'rds:snapshot',
  order: 46,

  standing: ({ aws }, labId, ids) =>
    standingOneByOne(ids, async id => {
      const DBSnapshotIdentifier = nameOf(id)
      const { DBSnapshots } = await aws.rds.send(new DescribeDBSnapshotsCommand({ DBSnapshotIdentifier }))
      return (DBSnapshots ?? []).flatMap(({ TagList }) =>
        itemOf(dbSnapshot, labId, TagList, { id, label: `database snapshot ${DBSnapshotIdentifier}` }),
      )
    }),

  async remove({ aws }, { id }) {
    await aws.rds.send(new DeleteDBSnapshotCommand({ DBSnapshotIdentifier: nameOf(id) }))
  },
}

/** `arn:…:snapshot:before` → `before`. */
function nameOf(arn: string): string {
  return resourcePart(arn).slice('snapshot:'.length)
}
