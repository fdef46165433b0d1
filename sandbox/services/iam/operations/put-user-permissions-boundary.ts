import type { PutUserPermissionsBoundaryRequest } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { checkedBoundary } from '../identity-policies.ts'
import { userNamed, stateOf } from '../state.ts'

/** Sets the policy that bounds what the user may be allowed. */
export const putUserPermissionsBoundary: Operation<PutUserPermissionsBoundaryRequest, object> = (
  { UserName, PermissionsBoundary = '' },
  context,
) => {
  const state = stateOf(context)
  const user = userNamed(state, UserName)
  user.permissionsBoundary = checkedBoundary(state, PermissionsBoundary)
  state.users.put(user.UserName, user)
  return {}
}
