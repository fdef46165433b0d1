import type { UntagLogGroupRequest } from '@aws-sdk/client-cloudwatch-logs'
import type { Operation } from '../../../operation.ts'
import { findGroup, logs } from '../store.ts'

export const untagLogGroup: Operation<UntagLogGroupRequest, object> = (input, { scope }) => {
  const group = findGroup(scope, input.logGroupName ?? '')
  const kept = Object.entries(group.tags).filter(([key]) => !input.tags?.includes(key))
  logs(scope).groups.put(group.logGroupName, { ...group, tags: Object.fromEntries(kept) })
  return {}
}
