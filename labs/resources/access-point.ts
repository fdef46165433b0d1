import { DeleteAccessPointCommand, DescribeAccessPointsCommand } from '@aws-sdk/client-efs'
import { idOf } from './file-system.ts'
import { itemOf, type ResourceKind } from './resource-kind.ts'
import { standingOneByOne } from './standing-one-by-one.ts'

/** Access points of EFS; the files behind them stay until their file system goes. */
export const accessPoint: ResourceKind = {
  type: 'elasticfilesystem:access-point',
  order: 46,

  standing: ({ aws }, labId, ids) =>
    standingOneByOne(ids, async id => {
      const { AccessPoints } = await aws.efs.send(
        new DescribeAccessPointsCommand({ AccessPointId: idOf(id) }),
      )
      return (AccessPoints ?? []).flatMap(({ Tags }) =>
        itemOf(accessPoint, labId, Tags, { id, label: `access point ${idOf(id)}` }),
      )
    }),

  async remove({ aws }, { id }) {
    await aws.efs.send(new DeleteAccessPointCommand({ AccessPointId: idOf(id) }))
  },
}
