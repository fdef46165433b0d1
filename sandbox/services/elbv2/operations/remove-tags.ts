import type { RemoveTagsInput, RemoveTagsOutput } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Operation } from '../../../operation.ts'
import { tagged } from '../tags.ts'

/** Removes tags by key. */
export const removeTags: Operation<RemoveTagsInput, RemoveTagsOutput> = (input, { scope }) => {
  const keys = new Set(input.TagKeys)
  const resources = (input.ResourceArns ?? []).map(arn => tagged(scope, arn))
  for (const { tags, put } of resources) put(tags.filter(({ Key = '' }) => !keys.has(Key)))
  return {}
}
