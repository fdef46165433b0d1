import type { DetachRolePolicyRequest } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { detachPolicy } from '../identity-policies.ts'
import { refuseServiceLinked } from '../service-linked-roles.ts'
import { roleNamed, stateOf } from '../state.ts'

/** Detaches a managed policy from the role. */
export const detachRolePolicy: Operation<DetachRolePolicyRequest, object> = (
  { RoleName, PolicyArn = '' },
  context,
) => {
  const state = stateOf(context)
  const role = roleNamed(state, RoleName)
  refuseServiceLinked(role)
  detachPolicy(role, PolicyArn)
  state.roles.put(role.RoleName, role)
  return {}
}
