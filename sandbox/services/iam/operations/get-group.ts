import type { GetGroupRequest, GetGroupResponse } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { pageOf } from '../page.ts'
import { presentGroup, presentUser } from '../present.ts'
import { groupNamed, stateOf } from '../state.ts'

/** A group and its users. */
export const getGroup: Operation<GetGroupRequest, GetGroupResponse> = (input, context) => {
  const state = stateOf(context)
  const group = groupNamed(state, input.GroupName)
  const users = group.userNames.flatMap(name => state.users.get(name) ?? [])
  const { items, ...page } = pageOf(users, input)
  return { Group: presentGroup(group), Users: items.map(user => presentUser(user, true)), ...page }
}
