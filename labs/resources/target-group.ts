import {
  DeleteTargetGroupCommand,
  DescribeTargetGroupsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { elbTags } from './load-balancer.ts'
import { itemOf, type ResourceKind } from './resource-kind.ts'
import { standingOneByOne } from './standing-one-by-one.ts'

/** Target groups, when no listener forwards to them any more. */
export const targetGroup: ResourceKind = {
  type: 'elasticloadbalancing:targetgroup',
  order: 50,

  standing: (account, labId, ids) =>
    standingOneByOne(ids, async id => {
      const { TargetGroups } = await account.aws.elbv2.send(
        new DescribeTargetGroupsCommand({ TargetGroupArns: [id] }),
      )
      const found = TargetGroups?.[0]
      if (!found) return []
      const label = `target group ${found.TargetGroupName}`
      return itemOf(targetGroup, labId, await elbTags(account, id), { id, label })
    }),

  async remove(account, { id }) {
    await account.aws.elbv2.send(new DeleteTargetGroupCommand({ TargetGroupArn: id }))
  },
}
