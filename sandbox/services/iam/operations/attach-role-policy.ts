import type { AttachRolePolicyRequest } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { attachPolicy } from '../identity-policies.ts'
import { refuseServiceLinked } from '../service-linked-roles.ts'
import { roleNamed, stateOf } from '../state.ts'

/** Attaches a managed policy to the role. */
export const attachRolePolicy: Operation<AttachRolePolicyRequest, object> = (
  { RoleName, PolicyArn = '' },
  context,
) => {
  const state = stateOf(context)
  const role = roleNamed(state, RoleName)
  refuseServiceLinked(role)
  attachPolicy(state, role, 'Role', PolicyArn)
  state.roles.put(role.RoleName, role)
  return {}
}
