import type { ListAttachedUserPoliciesRequest, ListAttachedUserPoliciesResponse } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { attachedPolicies } from '../identity-policies.ts'
import { pageOf } from '../page.ts'
import { userNamed, stateOf } from '../state.ts'

/** The managed policies that are attached to the user. */
export const listAttachedUserPolicies: Operation<
  ListAttachedUserPoliciesRequest,
  ListAttachedUserPoliciesResponse
> = (input, context) => {
  const user = userNamed(stateOf(context), input.UserName)
  const { items, ...page } = pageOf(attachedPolicies(user, input.PathPrefix), input)
  return { AttachedPolicies: items, ...page }
}
