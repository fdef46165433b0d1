import type { StartDBInstanceMessage, StartDBInstanceResult } from '@aws-sdk/client-rds'
import type { Operation } from '../../../operation.ts'
import { databases } from '../databases.ts'
import { invalidState } from '../errors.ts'
import { findInstance, shownInstance } from '../instances.ts'
import { rds } from '../store.ts'

/** Starts a stopped instance's server. */
export const startDBInstance: Operation<StartDBInstanceMessage, StartDBInstanceResult> = (
  input,
  { sandbox, scope },
) => {
  const instance = findInstance(scope, input.DBInstanceIdentifier)
  if (instance.status !== 'stopped') {
    throw invalidState(
      `Instance ${instance.id} cannot be started as it is not in one of the following statuses: 'stopped, inaccessible-encryption-credentials-recoverable, incompatible-network (only valid for non-SqlServer instances)'.`,
    )
  }
  const starting = { ...instance, status: 'starting' as const }
  rds(scope).instances.put(instance.id, starting)
  databases(sandbox).wake(scope, instance.id)
  return { DBInstance: shownInstance(scope, starting) }
}
