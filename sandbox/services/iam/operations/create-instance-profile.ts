import type { CreateInstanceProfileRequest, CreateInstanceProfileResponse } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { alreadyExists } from '../errors.ts'
import { presentInstanceProfile } from '../instance-profiles.ts'
import { isNamed, stateOf } from '../state.ts'
import { uniqueId } from '../store.ts'
import { checkedPath, checkName, withTags } from '../validate.ts'

/** Creates a holder for the role of an instance; it has none yet. */
export const createInstanceProfile: Operation<CreateInstanceProfileRequest, CreateInstanceProfileResponse> = (
  { InstanceProfileName: name = '', Path: path, Tags },
  context,
) => {
  const state = stateOf(context)
  checkName('instanceProfileName', name, 128)
  const Path = checkedPath(path)
  if (
    isNamed(
      state.instanceProfiles.values().map(held => held.InstanceProfileName),
      name,
    )
  )
    throw alreadyExists(`Instance Profile ${name} already exists.`)
  const profile = {
    InstanceProfileName: name,
    InstanceProfileId: uniqueId('AIPA'),
    Path,
    Arn: `arn:aws:iam::${context.accountId}:instance-profile${Path}${name}`,
    createdAt: context.sandbox.clock.now(),
    tags: withTags([], Tags),
  }
  state.instanceProfiles.put(name, profile)
  return { InstanceProfile: presentInstanceProfile(state, profile) }
}
