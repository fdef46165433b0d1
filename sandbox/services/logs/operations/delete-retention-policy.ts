import type { DeleteRetentionPolicyRequest } from '@aws-sdk/client-cloudwatch-logs'
import type { Operation } from '../../../operation.ts'
import { findGroup, logs } from '../store.ts'

export const deleteRetentionPolicy: Operation<DeleteRetentionPolicyRequest, object> = (input, { scope }) => {
  const { retentionInDays: _days, ...group } = findGroup(scope, input.logGroupName ?? '')
  logs(scope).groups.put(group.logGroupName, group)
  return {}
}
