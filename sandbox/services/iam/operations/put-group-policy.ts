import type { PutGroupPolicyRequest } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { putInlinePolicy } from '../identity-policies.ts'
import { groupNamed, stateOf } from '../state.ts'

/** Puts an inline policy on the group, in the place of one of that name. */
export const putGroupPolicy: Operation<PutGroupPolicyRequest, object> = (
  { GroupName, PolicyName = '', PolicyDocument = '' },
  context,
) => {
  const state = stateOf(context)
  const group = groupNamed(state, GroupName)

  putInlinePolicy(group, PolicyName, PolicyDocument)
  state.groups.put(group.GroupName, group)
  return {}
}
