import type { CreateTagsRequest } from '@aws-sdk/client-efs'
import type { Operation } from '../../../operation.ts'
import { tagged, withTags } from '../tags.ts'

/** Puts tags on a file system, by the older call. */
export const createTags: Operation<CreateTagsRequest, object> = (input, { scope }) => {
  const resource = tagged(scope, input.FileSystemId)
  resource.put(withTags(resource.tags, input.Tags))
  return {}
}
