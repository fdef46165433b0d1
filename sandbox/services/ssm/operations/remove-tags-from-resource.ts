import type { RemoveTagsFromResourceRequest, RemoveTagsFromResourceResult } from '@aws-sdk/client-ssm'
import type { Operation } from '../../../operation.ts'
import { parameters } from '../store.ts'
import { taggedParameter } from '../tags.ts'

/** Takes tags off a parameter; keys that it does not have are passed over. */
export const removeTagsFromResource: Operation<
  RemoveTagsFromResourceRequest,
  RemoveTagsFromResourceResult
> = (input, { scope }) => {
  const parameter = taggedParameter(scope, input)
  const tags = parameter.tags.filter(({ Key = '' }) => !input.TagKeys?.includes(Key))
  parameters(scope).put(parameter.name, { ...parameter, tags })
  return {}
}
