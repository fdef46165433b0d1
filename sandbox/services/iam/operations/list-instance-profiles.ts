import type { ListInstanceProfilesRequest, ListInstanceProfilesResponse } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { byName, presentInstanceProfile } from '../instance-profiles.ts'
import { pageOf } from '../page.ts'
import { stateOf } from '../state.ts'

/** The instance profiles under a path. */
export const listInstanceProfiles: Operation<ListInstanceProfilesRequest, ListInstanceProfilesResponse> = (
  input,
  context,
) => {
  const { PathPrefix = '/' } = input
  const state = stateOf(context)
  const profiles = byName(state.instanceProfiles.values().filter(({ Path }) => Path.startsWith(PathPrefix)))
  const { items, ...page } = pageOf(profiles, input)
  return { InstanceProfiles: items.map(profile => presentInstanceProfile(state, profile)), ...page }
}
