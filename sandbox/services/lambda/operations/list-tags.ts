import type { ListTagsRequest, ListTagsResponse } from '@aws-sdk/client-lambda'
import type { Operation } from '../../../operation.ts'
import { findFunction } from '../functions.ts'

/** The tags of a function. */
export const listTags: Operation<ListTagsRequest, ListTagsResponse> = (input, { scope }) => ({
  Tags: findFunction(scope, input.Resource ?? '').tags,
})
