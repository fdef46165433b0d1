import type { GetPolicyRequest, GetPolicyResponse } from '@aws-sdk/client-lambda'
import type { Operation } from '../../../operation.ts'
import { notFound } from '../errors.ts'
import { policyOf } from '../permissions.ts'

/** Who else may invoke a function. */
export const getPolicy: Operation<GetPolicyRequest, GetPolicyResponse> = (input, { scope }) => {
  const policy = policyOf(scope, input.FunctionName ?? '', input.Qualifier)
  const Statement = Object.values(policy.permissions)
  if (Statement.length === 0) throw notFound('The resource you requested does not exist.')
  return {
    Policy: JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement }),
    RevisionId: policy.revisionId,
  }
}
