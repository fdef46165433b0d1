import type {
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
} from '@aws-sdk/client-application-auto-scaling'
import type { Operation } from '../../../operation.ts'
import { targetByArn } from '../tags.ts'

export const listTagsForResource: Operation<ListTagsForResourceRequest, ListTagsForResourceResponse> = (
  input,
  { scope },
) => ({ Tags: targetByArn(scope, input.ResourceARN ?? '').tags })
