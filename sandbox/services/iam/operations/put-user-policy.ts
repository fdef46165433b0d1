import type { PutUserPolicyRequest } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { putInlinePolicy } from '../identity-policies.ts'
import { userNamed, stateOf } from '../state.ts'

/** Puts an inline policy on the user, in the place of one of that name. */
export const putUserPolicy: Operation<PutUserPolicyRequest, object> = (
  { UserName, PolicyName = '', PolicyDocument = '' },
  context,
) => {
  const state = stateOf(context)
  const user = userNamed(state, UserName)

  putInlinePolicy(user, PolicyName, PolicyDocument)
  state.users.put(user.UserName, user)
  return {}
}
