import type { UntagResourceRequest } from '@aws-sdk/client-cloudwatch-logs'
import type { Operation } from '../../../operation.ts'
import { findGroup, groupNameOf, logs } from '../store.ts'

export const untagResource: Operation<UntagResourceRequest, object> = (input, { scope }) => {
  const group = findGroup(scope, groupNameOf({ logGroupIdentifier: input.resourceArn }))
  const removed = new Set(input.tagKeys)
  const tags = Object.fromEntries(Object.entries(group.tags).filter(([key]) => !removed.has(key)))
  logs(scope).groups.put(group.logGroupName, { ...group, tags })
  return {}
}
