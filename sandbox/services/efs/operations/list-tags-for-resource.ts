import type { ListTagsForResourceRequest, ListTagsForResourceResponse } from '@aws-sdk/client-efs'
import type { Operation } from '../../../operation.ts'
import { page } from '../pages.ts'
import { tagged } from '../tags.ts'

/** The tags of a file system or access point. */
export const listTagsForResource: Operation<ListTagsForResourceRequest, ListTagsForResourceResponse> = (
  input,
  { scope },
) => {
  const { items, next } = page(tagged(scope, input.ResourceId).tags, input.NextToken, input.MaxResults)
  return { Tags: items, ...(next !== undefined && { NextToken: next }) }
}
