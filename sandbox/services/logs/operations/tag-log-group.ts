import type { TagLogGroupRequest } from '@aws-sdk/client-cloudwatch-logs'
import type { Operation } from '../../../operation.ts'
import { findGroup, logs } from '../store.ts'

export const tagLogGroup: Operation<TagLogGroupRequest, object> = (input, { scope }) => {
  const group = findGroup(scope, input.logGroupName ?? '')
  logs(scope).groups.put(group.logGroupName, { ...group, tags: { ...group.tags, ...input.tags } })
  return {}
}
