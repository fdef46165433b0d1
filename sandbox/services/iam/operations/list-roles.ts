import type { ListRolesRequest, ListRolesResponse } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { pageOf } from '../page.ts'
import { presentRole } from '../present.ts'
import { stateOf } from '../state.ts'

/** The roles under a path. */
export const listRoles: Operation<ListRolesRequest, ListRolesResponse> = (input, context) => {
  const { PathPrefix = '/' } = input
  const roles = stateOf(context)
    .roles.values()
    .filter(role => role.Path.startsWith(PathPrefix))
    .sort((a, b) => a.RoleName.localeCompare(b.RoleName))
  const { items, ...page } = pageOf(roles, input)
  return { Roles: items.map(role => presentRole(role, true)), ...page }
}
