import type { ListTagsForResourceRequest, ListTagsForResourceResponse } from '@aws-sdk/client-eventbridge'
import type { Operation } from '../../../operation.ts'
import { taggedRule } from '../tags.ts'

/** Throws ResourceNotFoundException. */
export const listTagsForResource: Operation<ListTagsForResourceRequest, ListTagsForResourceResponse> = (
  input,
  { scope },
) => ({ Tags: taggedRule(scope, input.ResourceARN ?? '').tags })
