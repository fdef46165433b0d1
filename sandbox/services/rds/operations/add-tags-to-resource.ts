import type { AddTagsToResourceMessage } from '@aws-sdk/client-rds'
import type { Operation } from '../../../operation.ts'
import { tagged, withTags } from '../tags.ts'

/** Puts tags on an instance, snapshot, subnet group or parameter group. */
export const addTagsToResource: Operation<AddTagsToResourceMessage, object> = (input, { scope }) => {
  const resource = tagged(scope, input.ResourceName)
  resource.put(withTags(resource.tags, input.Tags))
  return {}
}
