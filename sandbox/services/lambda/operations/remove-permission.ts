import type { RemovePermissionRequest } from '@aws-sdk/client-lambda'
import type { Operation } from '../../../operation.ts'
import { checkRevision } from '../check-revision.ts'
import { notFound } from '../errors.ts'
import { findFunction } from '../functions.ts'
import { lambda } from '../store.ts'

/** Takes a statement out of a function's policy. */
export const removePermission: Operation<RemovePermissionRequest, object> = (input, { scope }) => {
  const fn = findFunction(scope, input.FunctionName ?? '', input.Qualifier)
  checkRevision(fn, input.RevisionId)
  const { [input.StatementId ?? '']: removed, ...permissions } = fn.permissions
  if (!removed) throw notFound(`Statement ${input.StatementId} is not found in resource policy.`)
  lambda(scope).functions.put(fn.functionName, { ...fn, permissions })
  return {}
}
