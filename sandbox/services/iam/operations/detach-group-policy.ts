import type { DetachGroupPolicyRequest } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { detachPolicy } from '../identity-policies.ts'
import { groupNamed, stateOf } from '../state.ts'

/** Detaches a managed policy from the group. */
export const detachGroupPolicy: Operation<DetachGroupPolicyRequest, object> = (
  { GroupName, PolicyArn = '' },
  context,
) => {
  const state = stateOf(context)
  const group = groupNamed(state, GroupName)

  detachPolicy(group, PolicyArn)
  state.groups.put(group.GroupName, group)
  return {}
}
