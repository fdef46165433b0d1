import { DeleteClusterCommand, DescribeClustersCommand } from '@aws-sdk/client-ecs'
import { itemOf, type ResourceKind } from './resource-kind.ts'

/** Clusters, when nothing runs in them any more. */
export const ecsCluster: ResourceKind = {
  type: 'ecs:cluster',
  order: 100,

  async standing(account, labId, ids) {
    if (ids.length === 0) return []
    const { clusters = [] } = await account.aws.ecs.send(
      new DescribeClustersCommand({ clusters: ids, include: ['TAGS'] }),
    )
    return clusters
      .filter(({ status }) => status !== 'INACTIVE')
      .flatMap(({ clusterArn = '', clusterName, tags }) =>
        itemOf(ecsCluster, labId, tags, { id: clusterArn, label: `cluster ${clusterName}` }),
      )
  },

  async remove(account, { id }) {
    await account.aws.ecs.send(new DeleteClusterCommand({ cluster: id }))
  },
}
