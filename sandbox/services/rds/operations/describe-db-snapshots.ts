import type { DBSnapshotMessage, DescribeDBSnapshotsMessage } from '@aws-sdk/client-rds'
import type { Operation } from '../../../operation.ts'
import { readFilters } from '../filters.ts'
import { page } from '../pages.ts'
import { findSnapshot, shownSnapshot } from '../snapshots.ts'
import { rds, rdsArn, type SnapshotDocument } from '../store.ts'

/** The account's snapshots, those of an instance, or one of them. */
export const describeDBSnapshots: Operation<DescribeDBSnapshotsMessage, DBSnapshotMessage> = (
  input,
  { scope },
) => {
  const { DBInstanceIdentifier: instanceId, DBSnapshotIdentifier: id, DbiResourceId, SnapshotType } = input
  const meets = readFilters<SnapshotDocument>(input.Filters, {
    'db-instance-id': one => [one.instanceId, rdsArn(scope, 'db', one.instanceId)],
    'db-snapshot-id': one => [one.id],
    'dbi-resource-id': one => [one.resourceId],
    'snapshot-type': () => ['manual'],
    engine: one => [one.engine],
  })
  const all = id === undefined ? rds(scope).snapshots.values() : [findSnapshot(scope, id)]
  const found = all
    .filter(
      one =>
        (instanceId === undefined || one.instanceId === instanceId.toLowerCase()) &&
        (DbiResourceId === undefined || one.resourceId === DbiResourceId) &&
        (SnapshotType === undefined || SnapshotType === 'manual') &&
        meets(one),
    )
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  const { items, Marker } = page(found, input)
  return { DBSnapshots: items.map(one => shownSnapshot(scope, one)), ...(Marker && { Marker }) }
}
