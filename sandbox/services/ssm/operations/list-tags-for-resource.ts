import type { ListTagsForResourceRequest, ListTagsForResourceResult } from '@aws-sdk/client-ssm'
import type { Operation } from '../../../operation.ts'
import { taggedParameter } from '../tags.ts'

/** The tags of a parameter. */
export const listTagsForResource: Operation<ListTagsForResourceRequest, ListTagsForResourceResult> = (
  input,
  { scope },
) => ({ TagList: taggedParameter(scope, input).tags })
