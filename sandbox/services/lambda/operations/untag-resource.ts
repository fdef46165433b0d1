import type { UntagResourceRequest } from '@aws-sdk/client-lambda'
import type { Operation } from '../../../operation.ts'
import { findFunction } from '../functions.ts'
import { lambda } from '../store.ts'

/** Removes tags of a function. */
export const untagResource: Operation<UntagResourceRequest, object> = (input, { scope }) => {
  const fn = findFunction(scope, input.Resource ?? '')
  const removed = new Set(input.TagKeys)
  const tags = Object.fromEntries(Object.entries(fn.tags).filter(([key]) => !removed.has(key)))
  lambda(scope).functions.put(fn.functionName, { ...fn, tags })
  return {}
}
