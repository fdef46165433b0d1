import type { RemovePermissionRequest } from '@aws-sdk/client-lambda'
import type { Operation } from '../../../operation.ts'
import { checkRevision } from '../check-revision.ts'
import { notFound } from '../errors.ts'
import { policyOf } from '../permissions.ts'

/** Takes a statement out of a function's policy. */
export const removePermission: Operation<RemovePermissionRequest, object> = (input, { scope }) => {
  const policy = policyOf(scope, input.FunctionName ?? '', input.Qualifier)
  checkRevision(policy, input.RevisionId)
  const { [input.StatementId ?? '']: removed, ...permissions } = policy.permissions
  if (!removed) throw notFound(`Statement ${input.StatementId} is not found in resource policy.`)
  policy.put(permissions)
  return {}
}
