import type { Group, IamState } from './store.ts'

/** The groups that a user is in, by name. */
export function groupsOf({ groups }: IamState, userName: string): Group[] {
  return groups
    .values()
    .filter(({ userNames }) => userNames.includes(userName))
    .sort((a, b) => a.GroupName.localeCompare(b.GroupName))
}
