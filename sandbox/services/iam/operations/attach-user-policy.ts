import type { AttachUserPolicyRequest } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { attachPolicy } from '../identity-policies.ts'
import { userNamed, stateOf } from '../state.ts'

/** Attaches a managed policy to the user. */
export const attachUserPolicy: Operation<AttachUserPolicyRequest, object> = (
  { UserName, PolicyArn = '' },
  context,
) => {
  const state = stateOf(context)
  const user = userNamed(state, UserName)

  attachPolicy(state, user, 'User', PolicyArn)
  state.users.put(user.UserName, user)
  return {}
}
