import type { DeleteUserPolicyRequest } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { deleteInlinePolicy } from '../identity-policies.ts'
import { userNamed, stateOf } from '../state.ts'

/** Deletes an inline policy of the user. */
export const deleteUserPolicy: Operation<DeleteUserPolicyRequest, object> = (
  { UserName, PolicyName = '' },
  context,
) => {
  const state = stateOf(context)
  const user = userNamed(state, UserName)

  deleteInlinePolicy(user, 'user', PolicyName)
  state.users.put(user.UserName, user)
  return {}
}
