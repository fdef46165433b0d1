import type { DeleteInstanceProfileRequest } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { deleteConflict } from '../errors.ts'
import { instanceProfileNamed } from '../instance-profiles.ts'
import { stateOf } from '../state.ts'

/** Deletes an instance profile that holds no role any more. */
export const deleteInstanceProfile: Operation<DeleteInstanceProfileRequest, object> = (
  { InstanceProfileName },
  context,
) => {
  const state = stateOf(context)
  const profile = instanceProfileNamed(state, InstanceProfileName)
  if (profile.roleName !== undefined) {
    throw deleteConflict('Cannot delete entity, must remove roles from instance profile first.')
  }
  state.instanceProfiles.delete(profile.InstanceProfileName)
  return {}
}
