import type { RemoveTagsFromResourceMessage } from '@aws-sdk/client-rds'
import type { Operation } from '../../../operation.ts'
import { tagged } from '../tags.ts'

/** Takes tags off a resource; keys that it does not have are passed over. */
export const removeTagsFromResource: Operation<RemoveTagsFromResourceMessage, object> = (
  input,
  { scope },
) => {
  const resource = tagged(scope, input.ResourceName)
  resource.put(resource.tags.filter(({ Key = '' }) => !input.TagKeys?.includes(Key)))
  return {}
}
