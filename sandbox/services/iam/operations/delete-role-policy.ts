import type { DeleteRolePolicyRequest } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { deleteInlinePolicy } from '../identity-policies.ts'
import { refuseServiceLinked } from '../service-linked-roles.ts'
import { roleNamed, stateOf } from '../state.ts'

/** Deletes an inline policy of the role. */
export const deleteRolePolicy: Operation<DeleteRolePolicyRequest, object> = (
  { RoleName, PolicyName = '' },
  context,
) => {
  const state = stateOf(context)
  const role = roleNamed(state, RoleName)
  refuseServiceLinked(role)
  deleteInlinePolicy(role, 'role', PolicyName)
  state.roles.put(role.RoleName, role)
  return {}
}
