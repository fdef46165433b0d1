import type { ListUserPoliciesRequest, ListUserPoliciesResponse } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { pageOf } from '../page.ts'
import { userNamed, stateOf } from '../state.ts'

/** Names of the inline policies of the user. */
export const listUserPolicies: Operation<ListUserPoliciesRequest, ListUserPoliciesResponse> = (
  input,
  context,
) => {
  const user = userNamed(stateOf(context), input.UserName)
  const { items, ...page } = pageOf(Object.keys(user.inlinePolicies).sort(), input)
  return { PolicyNames: items, ...page }
}
