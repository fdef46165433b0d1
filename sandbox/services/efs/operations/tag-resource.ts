import type { TagResourceRequest } from '@aws-sdk/client-efs'
import type { Operation } from '../../../operation.ts'
import { tagged, withTags } from '../tags.ts'

/** Puts tags on a file system or access point. */
export const tagResource: Operation<TagResourceRequest, object> = (input, { scope }) => {
  const resource = tagged(scope, input.ResourceId)
  resource.put(withTags(resource.tags, input.Tags))
  return {}
}
