import type { ListAttachedGroupPoliciesRequest, ListAttachedGroupPoliciesResponse } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { attachedPolicies } from '../identity-policies.ts'
import { pageOf } from '../page.ts'
import { groupNamed, stateOf } from '../state.ts'

/** The managed policies that are attached to the group. */
export const listAttachedGroupPolicies: Operation<
  ListAttachedGroupPoliciesRequest,
  ListAttachedGroupPoliciesResponse
> = (input, context) => {
  const group = groupNamed(stateOf(context), input.GroupName)
  const { items, ...page } = pageOf(attachedPolicies(group, input.PathPrefix), input)
  return { AttachedPolicies: items, ...page }
}
