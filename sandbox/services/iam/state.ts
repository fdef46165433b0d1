import type { OperationContext } from '../../operation.ts'
import { noSuchName } from './errors.ts'
import { type Group, iamState, type IamState, type Role, type User } from './store.ts'

/** IAM's state of the caller's account. */
export function stateOf({ sandbox, accountId }: OperationContext): IamState {
  return iamState(sandbox.store, accountId)
}

/** Whether there is such a name already: IAM tells names apart by more than their case. */
export function isNamed(names: string[], wanted: string): boolean {
  return names.some(name => name.toLowerCase() === wanted.toLowerCase())
}

/** The role, or NoSuchEntity. */
export function roleNamed(state: IamState, name = ''): Role {
  const role = state.roles.get(name)
  if (!role) throw noSuchName('role', name)
  return role
}

/** The user, or NoSuchEntity. */
export function userNamed(state: IamState, name = ''): User {
  const user = state.users.get(name)
  if (!user) throw noSuchName('user', name)
  return user
}

/** The group, or NoSuchEntity. */
export function groupNamed(state: IamState, name = ''): Group {
  const group = state.groups.get(name)
  if (!group) throw noSuchName('group', name)
  return group
}
