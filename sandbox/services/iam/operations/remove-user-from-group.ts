import type { RemoveUserFromGroupRequest } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { groupNamed, stateOf, userNamed } from '../state.ts'

/** Takes a user out of a group. */
export const removeUserFromGroup: Operation<RemoveUserFromGroupRequest, object> = (
  { GroupName, UserName },
  context,
) => {
  const state = stateOf(context)
  const group = groupNamed(state, GroupName)
  const user = userNamed(state, UserName)
  const userNames = group.userNames.filter(name => name !== user.UserName)
  state.groups.put(group.GroupName, { ...group, userNames })
  return {}
}
