import type { ListUsersRequest, ListUsersResponse } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { pageOf } from '../page.ts'
import { presentUser } from '../present.ts'
import { stateOf } from '../state.ts'

/** The users under a path. */
export const listUsers: Operation<ListUsersRequest, ListUsersResponse> = (input, context) => {
  const { PathPrefix = '/' } = input
  const users = stateOf(context)
    .users.values()
    .filter(user => user.Path.startsWith(PathPrefix))
    .sort((a, b) => a.UserName.localeCompare(b.UserName))
  const { items, ...page } = pageOf(users, input)
  return { Users: items.map(user => presentUser(user, true)), ...page }
}
