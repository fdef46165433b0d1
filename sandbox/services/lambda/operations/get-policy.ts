import type { GetPolicyRequest, GetPolicyResponse } from '@aws-sdk/client-lambda'
import type { Operation } from '../../../operation.ts'
import { notFound } from '../errors.ts'
import { findFunction } from '../functions.ts'

/** Who else may invoke a function. */
export const getPolicy: Operation<GetPolicyRequest, GetPolicyResponse> = (input, { scope }) => {
  const fn = findFunction(scope, input.FunctionName ?? '', input.Qualifier)
  const Statement = Object.values(fn.permissions)
  if (Statement.length === 0) throw notFound('The resource you requested does not exist.')
  return {
    Policy: JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement }),
    RevisionId: fn.revisionId,
  }
}
