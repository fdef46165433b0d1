import type { PutRolePermissionsBoundaryRequest } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { checkedBoundary } from '../identity-policies.ts'
import { roleNamed, stateOf } from '../state.ts'

/** Sets the policy that bounds what the role may be allowed. */
export const putRolePermissionsBoundary: Operation<PutRolePermissionsBoundaryRequest, object> = (
  { RoleName, PermissionsBoundary = '' },
  context,
) => {
  const state = stateOf(context)
  const role = roleNamed(state, RoleName)
  role.permissionsBoundary = checkedBoundary(state, PermissionsBoundary)
  state.roles.put(role.RoleName, role)
  return {}
}
