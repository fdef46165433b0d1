import type { RemoveRoleFromInstanceProfileRequest } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { noSuchName } from '../errors.ts'
import { instanceProfileNamed } from '../instance-profiles.ts'
import { stateOf } from '../state.ts'

/** Takes the role out of an instance profile. */
export const removeRoleFromInstanceProfile: Operation<RemoveRoleFromInstanceProfileRequest, object> = (
  { InstanceProfileName, RoleName = '' },
  context,
) => {
  const state = stateOf(context)
  const { roleName, ...profile } = instanceProfileNamed(state, InstanceProfileName)
  if (roleName !== RoleName) throw noSuchName('role', RoleName)
  state.instanceProfiles.put(profile.InstanceProfileName, profile)
  return {}
}
