import type { ListTagsLogGroupRequest, ListTagsLogGroupResponse } from '@aws-sdk/client-cloudwatch-logs'
import type { Operation } from '../../../operation.ts'
import { findGroup } from '../store.ts'

export const listTagsLogGroup: Operation<ListTagsLogGroupRequest, ListTagsLogGroupResponse> = (
  input,
  { scope },
) => ({ tags: findGroup(scope, input.logGroupName ?? '').tags })
