import type { TagResourceRequest } from '@aws-sdk/client-lambda'
import type { Operation } from '../../../operation.ts'
import { invalid } from '../errors.ts'
import { findFunction } from '../functions.ts'
import { lambda } from '../store.ts'

const MOST_TAGS = 50

/** Sets tags of a function. */
export const tagResource: Operation<TagResourceRequest, object> = (input, { scope }) => {
  const fn = findFunction(scope, input.Resource ?? '')
  const tags = { ...fn.tags, ...input.Tags }
  if (Object.keys(tags).length > MOST_TAGS) throw invalid(`A function has at most ${MOST_TAGS} tags.`)
  lambda(scope).functions.put(fn.functionName, { ...fn, tags })
  return {}
}
