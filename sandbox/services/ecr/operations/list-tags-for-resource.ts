import type { ListTagsForResourceRequest, ListTagsForResourceResponse } from '@aws-sdk/client-ecr'
import type { Operation } from '../../../operation.ts'
import { taggedRepository } from '../tags.ts'

/** The tags of a repository. */
export const listTagsForResource: Operation<ListTagsForResourceRequest, ListTagsForResourceResponse> = (
  input,
  context,
) => ({ tags: taggedRepository(input, context, 'ListTagsForResource').repository.tags })
