import type { AddTagsInput, AddTagsOutput } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Operation } from '../../../operation.ts'
import { checkTags, tagged } from '../tags.ts'

/** Adds tags to resources, or overwrites them. */
export const addTags: Operation<AddTagsInput, AddTagsOutput> = (input, { scope }) => {
  const added = checkTags(input.Tags)
  const resources = (input.ResourceArns ?? []).map(arn => tagged(scope, arn))
  const merged = resources.map(({ tags }) =>
    checkTags([...tags.filter(tag => !added.some(({ Key }) => Key === tag.Key)), ...added]),
  )
  for (const [index, { put }] of resources.entries()) put(merged[index] ?? [])
  return {}
}
