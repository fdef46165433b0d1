import type { AttachGroupPolicyRequest } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { attachPolicy } from '../identity-policies.ts'
import { groupNamed, stateOf } from '../state.ts'

/** Attaches a managed policy to the group. */
export const attachGroupPolicy: Operation<AttachGroupPolicyRequest, object> = (
  { GroupName, PolicyArn = '' },
  context,
) => {
  const state = stateOf(context)
  const group = groupNamed(state, GroupName)

  attachPolicy(state, group, 'Group', PolicyArn)
  state.groups.put(group.GroupName, group)
  return {}
}
