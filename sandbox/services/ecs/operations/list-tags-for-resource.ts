import { ResourceNotFoundException } from '@aws-sdk/client-ecs'
import type { ListTagsForResourceRequest, ListTagsForResourceResponse } from '@aws-sdk/client-ecs'
import type { Operation } from '../../../operation.ts'
import { thrown } from '../lookup.ts'
import { findTagged } from '../tags.ts'

export const listTagsForResource: Operation<ListTagsForResourceRequest, ListTagsForResourceResponse> = (
  input,
  { scope },
) => {
  const tagged = findTagged(scope, input.resourceArn ?? '')
  if (!tagged) throw thrown(ResourceNotFoundException, 'The specified resource was not found.')
  return { tags: tagged.document.tags }
}
