import type { ListFunctionsRequest, ListFunctionsResponse } from '@aws-sdk/client-lambda'
import type { Operation } from '../../../operation.ts'
import { pageOf } from '../pages.ts'
import { functionShape } from '../shape.ts'
import { lambda } from '../store.ts'
import { versionsOf } from '../versions.ts'

/** The functions of the account in the region, by name; with `FunctionVersion: ALL` their versions too. */
export const listFunctions: Operation<ListFunctionsRequest, ListFunctionsResponse> = (
  input,
  { sandbox, scope },
) => {
  const all = lambda(scope)
    .functions.values()
    .sort((a, b) => (a.functionName < b.functionName ? -1 : 1))
    .flatMap(fn => (input.FunctionVersion === 'ALL' ? versionsOf(scope, fn) : [fn]))
  const { items, ...next } = pageOf(all, input)
  return { Functions: items.map(fn => functionShape(fn, sandbox.clock.time(scope.accountId))), ...next }
}
