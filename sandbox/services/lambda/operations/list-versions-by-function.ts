import type { ListVersionsByFunctionRequest, ListVersionsByFunctionResponse } from '@aws-sdk/client-lambda'
import type { Operation } from '../../../operation.ts'
import { findFunction } from '../functions.ts'
import { pageOf } from '../pages.ts'
import { functionShape } from '../shape.ts'
import { versionsOf } from '../versions.ts'

/** A function's versions, `$LATEST` first. */
export const listVersionsByFunction: Operation<
  ListVersionsByFunctionRequest,
  ListVersionsByFunctionResponse
> = (input, { sandbox, scope }) => {
  const all = versionsOf(scope, findFunction(scope, input.FunctionName ?? ''))
  const { items, ...next } = pageOf(all, input)
  return { Versions: items.map(fn => functionShape(fn, sandbox.clock.time(scope.accountId))), ...next }
}
