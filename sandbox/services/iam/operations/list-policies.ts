import type { ListPoliciesRequest, ListPoliciesResponse, Policy } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { managedPolicies } from '../managed-policies.ts'
import { pageOf } from '../page.ts'
import { presentAwsPolicy, presentPolicy } from '../present.ts'
import { stateOf } from '../state.ts'

/** Managed policies: the account's (`Local`), AWS's, or both. */
export const listPolicies: Operation<ListPoliciesRequest, ListPoliciesResponse> = (input, context) => {
  const { Scope = 'All', OnlyAttached = false, PathPrefix = '/' } = input
  const state = stateOf(context)
  const own = Scope === 'AWS' ? [] : state.policies.values().map(policy => presentPolicy(state, policy))
  const aws =
    Scope === 'Local' ? [] : [...managedPolicies().values()].map(policy => presentAwsPolicy(state, policy))
  const policies = [...own, ...aws].filter(
    ({ Path, AttachmentCount }) => Path?.startsWith(PathPrefix) && (!OnlyAttached || AttachmentCount),
  )
  const { items, ...page } = pageOf(policies, input)
  return { Policies: items.map(({ Description: _only, Tags: _in, ...policy }): Policy => policy), ...page }
}
