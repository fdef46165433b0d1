import type { GetInstanceProfileRequest, GetInstanceProfileResponse } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { instanceProfileNamed, presentInstanceProfile } from '../instance-profiles.ts'
import { stateOf } from '../state.ts'

/** An instance profile with its role. */
export const getInstanceProfile: Operation<GetInstanceProfileRequest, GetInstanceProfileResponse> = (
  { InstanceProfileName },
  context,
) => {
  const state = stateOf(context)
  return { InstanceProfile: presentInstanceProfile(state, instanceProfileNamed(state, InstanceProfileName)) }
}
