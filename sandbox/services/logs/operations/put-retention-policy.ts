import type { PutRetentionPolicyRequest } from '@aws-sdk/client-cloudwatch-logs'
import type { Operation } from '../../../operation.ts'
import { invalidParameter } from '../errors.ts'
import { findGroup, logs } from '../store.ts'

const DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
]

export const putRetentionPolicy: Operation<PutRetentionPolicyRequest, object> = (input, { scope }) => {
  const group = findGroup(scope, input.logGroupName ?? '')
  const { retentionInDays = 0 } = input
  if (!DAYS.includes(retentionInDays)) {
    throw invalidParameter(
      `1 validation error detected: Value '${retentionInDays}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [${DAYS.join(', ')}]`,
    )
  }
  logs(scope).groups.put(group.logGroupName, { ...group, retentionInDays })
  return {}
}
