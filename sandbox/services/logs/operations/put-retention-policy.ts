import type { PutRetentionPolicyRequest } from '@aws-sdk/client-cloudwatch-logs'
import type { Operation } from '../../../operation.ts'
import { constraint } from '../errors.ts'
import { findGroup, logs } from '../store.ts'

const DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
]

export const putRetentionPolicy: Operation<PutRetentionPolicyRequest, object> = (input, { scope }) => {
  const group = findGroup(scope, input.logGroupName ?? '')
  const { retentionInDays = 0 } = input
  if (!DAYS.includes(retentionInDays)) {
    const text = `Member must satisfy enum value set: [${DAYS.join(', ')}]`
    throw constraint(retentionInDays, 'retentionInDays', text)
  }
  logs(scope).groups.put(group.logGroupName, { ...group, retentionInDays })
  return {}
}
