import type { Controllers } from '../../gateway/service.ts'
import type { Sandbox } from '../../operation.ts'
import { accountsWithObjects } from '../../dataplane/objects/object-files.ts'
import { forgetIndexes } from './key-index.ts'
import { reconcile } from './reconcile.ts'
import { bytesForSnapshot, takeSnapshotBytes } from './snapshot-bytes.ts'
import { s3 } from './store.ts'

/** Clears up what a crash has left. */
export function startControllers(sandbox: Sandbox): Promise<Controllers> {
  const withBuckets = sandbox.store
    .scopes()
    .filter(scope => s3(scope).buckets.size > 0)
    .map(({ accountId }) => accountId)
  for (const accountId of new Set([...withBuckets, ...accountsWithObjects(sandbox)])) {
    reconcile(sandbox, accountId)
  }
  return Promise.resolve({
    stop: () => Promise.resolve(),
    saveAccount: accountId => bytesForSnapshot(sandbox, accountId),
    restoreAccount: accountId => {
      takeSnapshotBytes(sandbox, accountId)
      forgetIndexes(sandbox.store, accountId)
      reconcile(sandbox, accountId)
      return Promise.resolve()
    },
  })
}
