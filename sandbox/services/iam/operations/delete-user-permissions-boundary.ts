import type { DeleteUserPermissionsBoundaryRequest } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { userNamed, stateOf } from '../state.ts'

/** Takes the boundary from the user. */
export const deleteUserPermissionsBoundary: Operation<DeleteUserPermissionsBoundaryRequest, object> = (
  { UserName },
  context,
) => {
  const state = stateOf(context)
  const user = userNamed(state, UserName)
  delete user.permissionsBoundary
  state.users.put(user.UserName, user)
  return {}
}
