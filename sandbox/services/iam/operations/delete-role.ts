import type { DeleteRoleRequest } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { deleteConflict } from '../errors.ts'
import { profilesOf } from '../instance-profiles.ts'
import { refuseServiceLinked } from '../service-linked-roles.ts'
import { roleNamed, stateOf } from '../state.ts'

/** Deletes a role that has no policies any more, and is in no instance profile. */
export const deleteRole: Operation<DeleteRoleRequest, object> = ({ RoleName }, context) => {
  const state = stateOf(context)
  const role = roleNamed(state, RoleName)
  refuseServiceLinked(role)
  if (role.attachedPolicies.length > 0) {
    throw deleteConflict('Cannot delete entity, must detach all policies first.')
  }
  if (Object.keys(role.inlinePolicies).length > 0) {
    throw deleteConflict('Cannot delete entity, must delete policies first.')
  }
  if (profilesOf(state, role.RoleName).length > 0) {
    throw deleteConflict('Cannot delete entity, must remove roles from instance profile first.')
  }
  state.roles.delete(role.RoleName)
  return {}
}
