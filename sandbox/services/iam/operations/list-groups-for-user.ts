import type { ListGroupsForUserRequest, ListGroupsForUserResponse } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { groupsOf } from '../groups.ts'
import { pageOf } from '../page.ts'
import { presentGroup } from '../present.ts'
import { stateOf, userNamed } from '../state.ts'

/** The groups that a user is in. */
export const listGroupsForUser: Operation<ListGroupsForUserRequest, ListGroupsForUserResponse> = (
  input,
  context,
) => {
  const state = stateOf(context)
  const { items, ...page } = pageOf(groupsOf(state, userNamed(state, input.UserName).UserName), input)
  return { Groups: items.map(presentGroup), ...page }
}
