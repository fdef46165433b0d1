import type { ListRolePoliciesRequest, ListRolePoliciesResponse } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { pageOf } from '../page.ts'
import { roleNamed, stateOf } from '../state.ts'

/** Names of the inline policies of the role. */
export const listRolePolicies: Operation<ListRolePoliciesRequest, ListRolePoliciesResponse> = (
  input,
  context,
) => {
  const role = roleNamed(stateOf(context), input.RoleName)
  const { items, ...page } = pageOf(Object.keys(role.inlinePolicies).sort(), input)
  return { PolicyNames: items, ...page }
}
