import type { DBInstanceMessage, DescribeDBInstancesMessage } from '@aws-sdk/client-rds'
import type { Operation } from '../../../operation.ts'
import { readFilters } from '../filters.ts'
import { findInstance, shownInstance } from '../instances.ts'
import { page } from '../pages.ts'
import { type InstanceDocument, rds, rdsArn } from '../store.ts'

/** The account's instances, or one of them. */
export const describeDBInstances: Operation<DescribeDBInstancesMessage, DBInstanceMessage> = (
  input,
  { scope },
) => {
  const meets = readFilters<InstanceDocument>(input.Filters, {
    'db-instance-id': ({ id }) => [id, rdsArn(scope, 'db', id)],
    engine: ({ engine }) => [engine],
    'dbi-resource-id': ({ resourceId }) => [resourceId],
    'db-cluster-id': () => [],
    domain: () => [],
  })
  const all =
    input.DBInstanceIdentifier === undefined
      ? rds(scope).instances.values()
      : [findInstance(scope, input.DBInstanceIdentifier)]
  const found = all.filter(meets).sort((a, b) => (a.id < b.id ? -1 : 1))
  const { items, Marker } = page(found, input)
  return { DBInstances: items.map(one => shownInstance(scope, one)), ...(Marker && { Marker }) }
}
