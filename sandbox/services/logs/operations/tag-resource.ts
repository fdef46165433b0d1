import type { TagResourceRequest } from '@aws-sdk/client-cloudwatch-logs'
import type { Operation } from '../../../operation.ts'
import { findGroup, groupNameOf, logs } from '../store.ts'

export const tagResource: Operation<TagResourceRequest, object> = (input, { scope }) => {
  const group = findGroup(scope, groupNameOf({ logGroupIdentifier: input.resourceArn }))
  logs(scope).groups.put(group.logGroupName, { ...group, tags: { ...group.tags, ...input.tags } })
  return {}
}
