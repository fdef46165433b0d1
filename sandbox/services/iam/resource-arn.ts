import type { Store } from '../../store/store.ts'
import { iamState } from './store.ts'

/** ARN of the role, user, group, policy or instance profile that a request is about; new ones by the path they ask for. */
export function resourceArn(
  _operation: string,
  input: Readonly<Record<string, unknown>>,
  { accountId, store }: { accountId: string; store: Store },
): string | undefined {
  const { RoleName, UserName, GroupName, PolicyName, PolicyArn, PolicySourceArn, InstanceProfileName, Path } =
    input as Record<string, string | undefined>
  const { roles, users, groups, instanceProfiles } = iamState(store, accountId)
  const arn = (kind: string, name: string) => `arn:aws:iam::${accountId}:${kind}${Path ?? '/'}${name}`
  if (InstanceProfileName !== undefined)
    return instanceProfiles.get(InstanceProfileName)?.Arn ?? arn('instance-profile', InstanceProfileName)
  if (RoleName !== undefined) return roles.get(RoleName)?.Arn ?? arn('role', RoleName)
  if (GroupName !== undefined) return groups.get(GroupName)?.Arn ?? arn('group', GroupName)
  if (UserName !== undefined) return users.get(UserName)?.Arn ?? arn('user', UserName)
  return PolicySourceArn ?? PolicyArn ?? (PolicyName === undefined ? undefined : arn('policy', PolicyName))
}
