import type { ListAliasesRequest, ListAliasesResponse } from '@aws-sdk/client-lambda'
import type { Operation } from '../../../operation.ts'
import { aliasShape } from '../aliases.ts'
import { findFunction } from '../functions.ts'
import { pageOf } from '../pages.ts'
import { lambda } from '../store.ts'

/** A function's aliases by name, of one version if it is given. */
export const listAliases: Operation<ListAliasesRequest, ListAliasesResponse> = (input, { scope }) => {
  const fn = findFunction(scope, input.FunctionName ?? '')
  const { FunctionVersion: version } = input
  const all = lambda(scope)
    .aliases.values()
    .filter(({ functionName }) => functionName === fn.functionName)
    .filter(({ functionVersion, weights }) => !version || functionVersion === version || version in weights)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  const { items, ...next } = pageOf(all, input)
  return { Aliases: items.map(aliasShape), ...next }
}
