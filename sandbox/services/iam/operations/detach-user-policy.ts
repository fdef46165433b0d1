import type { DetachUserPolicyRequest } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { detachPolicy } from '../identity-policies.ts'
import { userNamed, stateOf } from '../state.ts'

/** Detaches a managed policy from the user. */
export const detachUserPolicy: Operation<DetachUserPolicyRequest, object> = (
  { UserName, PolicyArn = '' },
  context,
) => {
  const state = stateOf(context)
  const user = userNamed(state, UserName)

  detachPolicy(user, PolicyArn)
  state.users.put(user.UserName, user)
  return {}
}
