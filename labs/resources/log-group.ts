import {
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { itemOf, resourcePart, type ResourceKind } from './resource-kind.ts'
import { standingOneByOne } from './standing-one-by-one.ts'

/** Log groups, with what the tasks wrote. */
export const logGroup: ResourceKind = {
  type: 'logs:log-group',
  order: 60,

  standing: (account, labId, ids) =>
    standingOneByOne(ids, async id => {
      const name = nameOf(id)
      const { logGroups = [] } = await account.aws.logs.send(
        new DescribeLogGroupsCommand({ logGroupNamePrefix: name }),
      )
      if (!logGroups.some(({ logGroupName }) => logGroupName === name)) return []
      const { tags } = await account.aws.logs.send(new ListTagsForResourceCommand({ resourceArn: id }))
      return itemOf(logGroup, labId, tags, { id, label: `log group ${name}` })
    }),

  async remove(account, { id }) {
    await account.aws.logs.send(new DeleteLogGroupCommand({ logGroupName: nameOf(id) }))
  },
}

function nameOf(arn: string): string {
  return resourcePart(arn).split(':')[1] ?? ''
}
