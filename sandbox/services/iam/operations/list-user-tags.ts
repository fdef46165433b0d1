import type { ListUserTagsRequest, ListUserTagsResponse } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { pageOf } from '../page.ts'
import { userNamed, stateOf } from '../state.ts'

/** The tags of the user, by key. */
export const listUserTags: Operation<ListUserTagsRequest, ListUserTagsResponse> = (input, context) => {
  const user = userNamed(stateOf(context), input.UserName)
  const { items, ...page } = pageOf(
    [...user.tags].sort((a, b) => a.Key.localeCompare(b.Key)),
    input,
  )
  return { Tags: items, ...page }
}
