import type { DeleteTagsRequest } from '@aws-sdk/client-efs'
import type { Operation } from '../../../operation.ts'
import { tagged } from '../tags.ts'

/** Takes tags off a file system, by the older call. */
export const deleteTags: Operation<DeleteTagsRequest, object> = (input, { scope }) => {
  const resource = tagged(scope, input.FileSystemId)
  resource.put(resource.tags.filter(({ Key = '' }) => !input.TagKeys?.includes(Key)))
  return {}
}
