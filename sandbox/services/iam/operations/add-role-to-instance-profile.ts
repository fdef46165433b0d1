import type { AddRoleToInstanceProfileRequest } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { limitExceeded } from '../errors.ts'
import { instanceProfileNamed } from '../instance-profiles.ts'
import { roleNamed, stateOf } from '../state.ts'

/** Puts the one role into an instance profile that it can hold. */
export const addRoleToInstanceProfile: Operation<AddRoleToInstanceProfileRequest, object> = (
  { InstanceProfileName, RoleName },
  context,
) => {
  const state = stateOf(context)
  const profile = instanceProfileNamed(state, InstanceProfileName)
  const role = roleNamed(state, RoleName)
  if (profile.roleName !== undefined) throw limitExceeded('InstanceSessionsPerInstanceProfile', 1)
  state.instanceProfiles.put(profile.InstanceProfileName, { ...profile, roleName: role.RoleName })
  return {}
}
