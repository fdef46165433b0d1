import type { Scope } from '../../store/store.ts'
import { findFunction, resolveFunction } from './functions.ts'
import { lambda } from './store.ts'
import type { Permissions } from './store.ts'

/** The resource policy of a function, a version or an alias. */
export interface ResourcePolicy {
  arn: string
  revisionId: string
  permissions: Permissions
  put: (permissions: Permissions) => void
}

/** Each version and alias has a policy of its own. Throws ResourceNotFoundException. */
export function policyOf(scope: Scope, reference: string, qualifier?: string): ResourcePolicy {
  const { fn, alias, arn } = resolveFunction(scope, reference, qualifier)
  const { functions, versions, aliases } = lambda(scope)
  const put = (permissions: Permissions) => {
    if (alias) aliases.put(`${alias.functionName}:${alias.name}`, { ...alias, permissions })
    else if (fn.version) versions.put(`${fn.functionName}:${fn.version}`, { ...fn, permissions })
    else functions.put(fn.functionName, { ...findFunction(scope, fn.functionName), permissions })
  }
  const { revisionId, permissions } = alias ?? fn
  return { arn, revisionId, permissions, put }
}
