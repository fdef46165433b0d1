import type { ListTagsForResourceRequest, ListTagsForResourceResponse } from '@aws-sdk/client-cloudwatch-logs'
import type { Operation } from '../../../operation.ts'
import { findGroup, groupNameOf } from '../store.ts'

export const listTagsForResource: Operation<ListTagsForResourceRequest, ListTagsForResourceResponse> = (
  input,
  { scope },
) => ({ tags: findGroup(scope, groupNameOf({ logGroupIdentifier: input.resourceArn })).tags })
