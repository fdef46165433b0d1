import type { DeleteUserRequest } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { keysOf } from '../access-keys.ts'
import { deleteConflict } from '../errors.ts'
import { groupsOf } from '../groups.ts'
import { stateOf, userNamed } from '../state.ts'

/** Deletes a user who has neither keys nor policies any more. */
export const deleteUser: Operation<DeleteUserRequest, object> = ({ UserName }, context) => {
  const state = stateOf(context)
  const user = userNamed(state, UserName)
  const cannot = (first: string) => deleteConflict(`Cannot delete entity, must ${first} first.`)
  if (keysOf(state, user.UserName).length > 0) throw cannot('delete access keys')
  if (user.attachedPolicies.length > 0) throw cannot('detach all policies')
  if (Object.keys(user.inlinePolicies).length > 0) throw cannot('delete policies')
  if (groupsOf(state, user.UserName).length > 0) throw cannot('remove user from all groups')
  state.users.delete(user.UserName)
  return {}
}
