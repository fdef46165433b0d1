import type { ListAttachedRolePoliciesRequest, ListAttachedRolePoliciesResponse } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { attachedPolicies } from '../identity-policies.ts'
import { pageOf } from '../page.ts'
import { roleNamed, stateOf } from '../state.ts'

/** The managed policies that are attached to the role. */
export const listAttachedRolePolicies: Operation<
  ListAttachedRolePoliciesRequest,
  ListAttachedRolePoliciesResponse
> = (input, context) => {
  const role = roleNamed(stateOf(context), input.RoleName)
  const { items, ...page } = pageOf(attachedPolicies(role, input.PathPrefix), input)
  return { AttachedPolicies: items, ...page }
}
