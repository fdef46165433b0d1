import type { ListGroupsRequest, ListGroupsResponse } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { pageOf } from '../page.ts'
import { presentGroup } from '../present.ts'
import { stateOf } from '../state.ts'

/** The groups under a path. */
export const listGroups: Operation<ListGroupsRequest, ListGroupsResponse> = (input, context) => {
  const { PathPrefix = '/' } = input
  const groups = stateOf(context)
    .groups.values()
    .filter(group => group.Path.startsWith(PathPrefix))
    .sort((a, b) => a.GroupName.localeCompare(b.GroupName))
  const { items, ...page } = pageOf(groups, input)
  return { Groups: items.map(presentGroup), ...page }
}
