import type { ListTagsForResourceMessage, TagListMessage } from '@aws-sdk/client-rds'
import type { Operation } from '../../../operation.ts'
import { tagged } from '../tags.ts'

/** The tags of a resource. */
export const listTagsForResource: Operation<ListTagsForResourceMessage, TagListMessage> = (
  input,
  { scope },
) => ({ TagList: tagged(scope, input.ResourceName).tags })
