import type { DBSubnetGroupMessage, DescribeDBSubnetGroupsMessage } from '@aws-sdk/client-rds'
import type { Operation } from '../../../operation.ts'
import { subnetGroupNotFound } from '../errors.ts'
import { page } from '../pages.ts'
import { rds } from '../store.ts'
import { shownSubnetGroup } from '../subnet-groups.ts'

/** The account's subnet groups, or one of them. */
export const describeDBSubnetGroups: Operation<DescribeDBSubnetGroupsMessage, DBSubnetGroupMessage> = (
  input,
  { scope },
) => {
  const { DBSubnetGroupName: name } = input
  const found = rds(scope)
    .subnetGroups.values()
    .filter(group => name === undefined || group.name === name.toLowerCase())
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  if (name !== undefined && found.length === 0) throw subnetGroupNotFound(name)
  const { items, Marker } = page(found, input)
  return { DBSubnetGroups: items.map(group => shownSubnetGroup(scope, group)), ...(Marker && { Marker }) }
}
