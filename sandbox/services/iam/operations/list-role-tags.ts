import type { ListRoleTagsRequest, ListRoleTagsResponse } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { pageOf } from '../page.ts'
import { roleNamed, stateOf } from '../state.ts'

/** The tags of the role, by key. */
export const listRoleTags: Operation<ListRoleTagsRequest, ListRoleTagsResponse> = (input, context) => {
  const role = roleNamed(stateOf(context), input.RoleName)
  const { items, ...page } = pageOf(
    [...role.tags].sort((a, b) => a.Key.localeCompare(b.Key)),
    input,
  )
  return { Tags: items, ...page }
}
