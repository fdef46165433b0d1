import type { DeleteAliasRequest } from '@aws-sdk/client-lambda'
import type { Operation } from '../../../operation.ts'
import { findFunction } from '../functions.ts'
import { lambda } from '../store.ts'

/** Forgets an alias; its versions stay. One that is not there is no error, as on AWS. */
export const deleteAlias: Operation<DeleteAliasRequest, object> = ({ FunctionName, Name }, { scope }) => {
  const { functionName } = findFunction(scope, FunctionName ?? '')
  lambda(scope).aliases.delete(`${functionName}:${Name}`)
  return {}
}
