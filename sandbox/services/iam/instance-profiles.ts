import type { InstanceProfile as InstanceProfileShape } from '@aws-sdk/client-iam'
import { noSuchEntity } from './errors.ts'
import { presentRole } from './present.ts'
import type { IamState, InstanceProfile } from './store.ts'

/** The instance profile, or NoSuchEntity. */
export function instanceProfileNamed({ instanceProfiles }: IamState, name = ''): InstanceProfile {
  const profile = instanceProfiles.get(name)
  if (!profile) throw noSuchEntity(`Instance Profile ${name} cannot be found.`)
  return profile
}

/** Instance profiles that hold the role, by name. */
export function profilesOf({ instanceProfiles }: IamState, roleName: string): InstanceProfile[] {
  return byName(instanceProfiles.values().filter(profile => profile.roleName === roleName))
}

export function byName(profiles: InstanceProfile[]): InstanceProfile[] {
  return profiles.sort((a, b) => a.InstanceProfileName.localeCompare(b.InstanceProfileName))
}

/** An instance profile as AWS shows it, with its role. */
export function presentInstanceProfile(state: IamState, profile: InstanceProfile): InstanceProfileShape {
  const { Path, InstanceProfileName, InstanceProfileId, Arn, createdAt, roleName, tags } = profile
  const role = state.roles.get(roleName ?? '')
  return {
    Path,
    InstanceProfileName,
    InstanceProfileId,
    Arn,
    CreateDate: new Date(createdAt),
    Roles: role ? [presentRole(role, true)] : [],
    ...(tags.length > 0 && { Tags: tags }),
  }
}
