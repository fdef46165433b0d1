import type { UntagResourceRequest } from '@aws-sdk/client-efs'
import type { Operation } from '../../../operation.ts'
import { tagged } from '../tags.ts'

/** Takes tags off a file system or access point; keys that it does not have are passed over. */
export const untagResource: Operation<UntagResourceRequest, object> = (input, { scope }) => {
  const resource = tagged(scope, input.ResourceId)
  resource.put(resource.tags.filter(({ Key = '' }) => !input.TagKeys?.includes(Key)))
  return {}
}
