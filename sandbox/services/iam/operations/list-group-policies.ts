import type { ListGroupPoliciesRequest, ListGroupPoliciesResponse } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { pageOf } from '../page.ts'
import { groupNamed, stateOf } from '../state.ts'

/** Names of the inline policies of the group. */
export const listGroupPolicies: Operation<ListGroupPoliciesRequest, ListGroupPoliciesResponse> = (
  input,
  context,
) => {
  const group = groupNamed(stateOf(context), input.GroupName)
  const { items, ...page } = pageOf(Object.keys(group.inlinePolicies).sort(), input)
  return { PolicyNames: items, ...page }
}
