import type { DBParameterGroupsMessage, DescribeDBParameterGroupsMessage } from '@aws-sdk/client-rds'
import type { Operation } from '../../../operation.ts'
import { page } from '../pages.ts'
import { parameterGroup, shownGroup, standardGroups } from '../parameter-groups.ts'
import { rds } from '../store.ts'

/** The account's parameter groups and the default ones, or one of them. */
export const describeDBParameterGroups: Operation<
  DescribeDBParameterGroupsMessage,
  DBParameterGroupsMessage
> = (input, { scope }) => {
  const found =
    input.DBParameterGroupName === undefined
      ? [...rds(scope).parameterGroups.values(), ...standardGroups()]
      : [parameterGroup(scope, input.DBParameterGroupName)]
  const { items, Marker } = page(
    found.sort((a, b) => (a.name < b.name ? -1 : 1)),
    input,
  )
  return { DBParameterGroups: items.map(group => shownGroup(scope, group)), ...(Marker && { Marker }) }
}
