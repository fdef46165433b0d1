import { DeleteListenerCommand, DescribeListenersCommand } from '@aws-sdk/client-elastic-load-balancing-v2'
import { elbTags } from './load-balancer.ts'
import { itemOf, type ResourceKind } from './resource-kind.ts'
import { standingOneByOne } from './standing-one-by-one.ts'

/** Listeners, before the target groups that they forward to. */
export const listener: ResourceKind = {
  type: 'elasticloadbalancing:listener',
  order: 30,

  standing: (account, labId, ids) =>
    standingOneByOne(ids, async id => {
      const { Listeners } = await account.aws.elbv2.send(new DescribeListenersCommand({ ListenerArns: [id] }))
      const found = Listeners?.[0]
      if (!found) return []
      return itemOf(listener, labId, await elbTags(account, id), {
        id,
        label: `listener on port ${found.Port}`,
      })
    }),

  async remove(account, { id }) {
    await account.aws.elbv2.send(new DeleteListenerCommand({ ListenerArn: id }))
  },
}
