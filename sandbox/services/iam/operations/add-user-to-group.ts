import type { AddUserToGroupRequest } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { limitExceeded } from '../errors.ts'
import { groupsOf } from '../groups.ts'
import { groupNamed, stateOf, userNamed } from '../state.ts'

const MOST_GROUPS = 10

/** Puts a user in a group; who is in it already stays. */
export const addUserToGroup: Operation<AddUserToGroupRequest, object> = (
  { GroupName, UserName },
  context,
) => {
  const state = stateOf(context)
  const group = groupNamed(state, GroupName)
  const user = userNamed(state, UserName)
  if (group.userNames.includes(user.UserName)) return {}
  if (groupsOf(state, user.UserName).length >= MOST_GROUPS) throw limitExceeded('GroupsPerUser', MOST_GROUPS)
  state.groups.put(group.GroupName, { ...group, userNames: [...group.userNames, user.UserName] })
  return {}
}
