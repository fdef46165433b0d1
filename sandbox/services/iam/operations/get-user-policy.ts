import type { GetUserPolicyRequest, GetUserPolicyResponse } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { inlinePolicy } from '../identity-policies.ts'
import { encodeDocument } from '../present.ts'
import { userNamed, stateOf } from '../state.ts'

/** An inline policy of the user. */
export const getUserPolicy: Operation<GetUserPolicyRequest, GetUserPolicyResponse> = (
  { UserName, PolicyName = '' },
  context,
) => {
  const user = userNamed(stateOf(context), UserName)
  return {
    UserName: user.UserName,
    PolicyName,
    PolicyDocument: encodeDocument(inlinePolicy(user, 'user', PolicyName)),
  }
}
