import type { RebootDBInstanceMessage, RebootDBInstanceResult } from '@aws-sdk/client-rds'
import type { Operation } from '../../../operation.ts'
import { databases } from '../databases.ts'
import { invalidCombination } from '../errors.ts'
import { demandStatus, findInstance, shownInstance } from '../instances.ts'
import { rds } from '../store.ts'

/** Restarts an instance's server; changed parameters come into force. */
export const rebootDBInstance: Operation<RebootDBInstanceMessage, RebootDBInstanceResult> = (
  input,
  { sandbox, scope },
) => {
  const instance = findInstance(scope, input.DBInstanceIdentifier)
  demandStatus(instance, 'available')
  if (input.ForceFailover && !instance.multiAz) {
    throw invalidCombination('Cannot force failover since the instance is not configured for MultiAZ')
  }
  const rebooting = { ...instance, status: 'rebooting' as const }
  rds(scope).instances.put(instance.id, rebooting)
  databases(sandbox).wake(scope, instance.id)
  return { DBInstance: shownInstance(scope, rebooting) }
}
