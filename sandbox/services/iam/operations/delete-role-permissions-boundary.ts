import type { DeleteRolePermissionsBoundaryRequest } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { roleNamed, stateOf } from '../state.ts'

/** Takes the boundary from the role. */
export const deleteRolePermissionsBoundary: Operation<DeleteRolePermissionsBoundaryRequest, object> = (
  { RoleName },
  context,
) => {
  const state = stateOf(context)
  const role = roleNamed(state, RoleName)
  delete role.permissionsBoundary
  state.roles.put(role.RoleName, role)
  return {}
}
