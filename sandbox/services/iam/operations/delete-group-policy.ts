import type { DeleteGroupPolicyRequest } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { deleteInlinePolicy } from '../identity-policies.ts'
import { groupNamed, stateOf } from '../state.ts'

/** Deletes an inline policy of the group. */
export const deleteGroupPolicy: Operation<DeleteGroupPolicyRequest, object> = (
  { GroupName, PolicyName = '' },
  context,
) => {
  const state = stateOf(context)
  const group = groupNamed(state, GroupName)

  deleteInlinePolicy(group, 'group', PolicyName)
  state.groups.put(group.GroupName, group)
  return {}
}
