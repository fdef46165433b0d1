import type {
  ListInstanceProfilesForRoleRequest,
  ListInstanceProfilesForRoleResponse,
} from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { presentInstanceProfile, profilesOf } from '../instance-profiles.ts'
import { pageOf } from '../page.ts'
import { roleNamed, stateOf } from '../state.ts'

/** The instance profiles that hold a role. */
export const listInstanceProfilesForRole: Operation<
  ListInstanceProfilesForRoleRequest,
  ListInstanceProfilesForRoleResponse
> = (input, context) => {
  const state = stateOf(context)
  const { RoleName } = roleNamed(state, input.RoleName)
  const { items, ...page } = pageOf(profilesOf(state, RoleName), input)
  return { InstanceProfiles: items.map(profile => presentInstanceProfile(state, profile)), ...page }
}
