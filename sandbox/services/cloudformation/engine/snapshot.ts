import type { LeftoverDocument } from '../store.ts'
import { physicalName } from './physical-name.ts'
import { pause, type Turn } from './turn.ts'

const POLL_MS = 200

/** Saves what a resource holds before it is removed, for DeletionPolicy Snapshot: databases have that. */
export async function snapshotOf(
  turn: Turn,
  { type, physicalId, logicalId }: LeftoverDocument,
): Promise<void> {
  if (type !== 'AWS::RDS::DBInstance') return
  const name = physicalName(turn.stack.stackName, `${logicalId}-snapshot`, physicalId).toLowerCase()
  const input = { DBInstanceIdentifier: physicalId, DBSnapshotIdentifier: name }
  const of = { DBSnapshotIdentifier: name }
  type Shown = { DBSnapshots?: { Status?: string }[] }
  const known = await turn.call<Shown>('rds', 'DescribeDBSnapshots', of).catch(() => undefined)
  if (!known?.DBSnapshots?.length) await turn.call('rds', 'CreateDBSnapshot', input)
  for (;;) {
    const { DBSnapshots = [] } = await turn.call<Shown>('rds', 'DescribeDBSnapshots', of)
    if (DBSnapshots[0]?.Status === 'available') return
    await pause(turn.signal, POLL_MS)
  }
}
