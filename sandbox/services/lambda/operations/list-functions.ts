import type { ListFunctionsRequest, ListFunctionsResponse } from '@aws-sdk/client-lambda'
import type { Operation } from '../../../operation.ts'
import { constraint, invalid } from '../errors.ts'
import { functionShape } from '../shape.ts'
import { lambda } from '../store.ts'

const LARGEST_PAGE = 50

/** The functions of the account in the region, by name. */
export const listFunctions: Operation<ListFunctionsRequest, ListFunctionsResponse> = (
  input,
  { sandbox, scope },
) => {
  const size = Math.min(input.MaxItems ?? LARGEST_PAGE, LARGEST_PAGE)
  if (size < 1) throw constraint(size, 'maxItems', 'Member must have value greater than or equal to 1')
  const start = input.Marker ? Number(Buffer.from(input.Marker, 'base64url').toString()) : 0
  if (!Number.isInteger(start) || start < 0) throw invalid('The provided marker is not valid.')
  const all = lambda(scope)
    .functions.values()
    .sort((a, b) => (a.functionName < b.functionName ? -1 : 1))
  const end = start + size
  return {
    Functions: all.slice(start, end).map(fn => functionShape(fn, sandbox.clock.time(scope.accountId))),
    ...(end < all.length && { NextMarker: Buffer.from(String(end)).toString('base64url') }),
  }
}
