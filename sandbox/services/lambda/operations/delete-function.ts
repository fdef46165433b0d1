import type { DeleteFunctionRequest, DeleteFunctionResponse } from '@aws-sdk/client-lambda'
import type { Operation } from '../../../operation.ts'
import type { Scope } from '../../../store/store.ts'
import { dropUnusedCode } from '../code.ts'
import { conflict, invalid } from '../errors.ts'
import { findFunction, LATEST, qualifiedNameOf, resolveFunction } from '../functions.ts'
import { lambda } from '../store.ts'
import type { FunctionDocument } from '../store.ts'

/** Deletes a function with its versions and aliases, or one version; its log group stays. */
export const deleteFunction: Operation<DeleteFunctionRequest, DeleteFunctionResponse> = (
  { FunctionName = '', Qualifier },
  { scope },
) => {
  if (Qualifier === undefined && !qualifiedNameOf(FunctionName).includes(':')) {
    deleteAll(scope, findFunction(scope, FunctionName))
  } else {
    const { fn, alias } = resolveFunction(scope, FunctionName, Qualifier)
    if (alias) throw invalid('The qualifier of a function that is to be deleted must be a version.')
    deleteVersion(scope, fn)
  }
  dropUnusedCode(scope)
  return {}
}

function deleteAll(scope: Scope, { functionName }: FunctionDocument): void {
  const { functions, versions, aliases } = lambda(scope)
  for (const one of versions.values()) {
    if (one.functionName === functionName) versions.delete(`${functionName}:${one.version}`)
  }
  for (const one of aliases.values()) {
    if (one.functionName === functionName) aliases.delete(`${functionName}:${one.name}`)
  }
  functions.delete(functionName)
}

function deleteVersion(scope: Scope, { functionName, version = LATEST }: FunctionDocument): void {
  if (version === LATEST) {
    throw invalid('$LATEST version cannot be deleted without deleting the function.')
  }
  const using = lambda(scope)
    .aliases.values()
    .filter(
      alias =>
        alias.functionName === functionName &&
        (alias.functionVersion === version || version in alias.weights),
    )
  if (using.length > 0) {
    const names = using.map(({ name }) => name).join(', ')
    throw conflict(`Unable to delete version because the following aliases reference it: [${names}]`)
  }
  lambda(scope).versions.delete(`${functionName}:${version}`)
}
