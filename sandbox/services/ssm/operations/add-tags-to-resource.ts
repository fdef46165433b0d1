import type { AddTagsToResourceRequest, AddTagsToResourceResult } from '@aws-sdk/client-ssm'
import type { Operation } from '../../../operation.ts'
import { parameters } from '../store.ts'
import { taggedParameter, withTags } from '../tags.ts'

/** Puts tags on a parameter. */
export const addTagsToResource: Operation<AddTagsToResourceRequest, AddTagsToResourceResult> = (
  input,
  { scope },
) => {
  const parameter = taggedParameter(scope, input)
  const tags = withTags(parameter.tags, input.Tags)
  parameters(scope).put(parameter.name, { ...parameter, tags })
  return {}
}
