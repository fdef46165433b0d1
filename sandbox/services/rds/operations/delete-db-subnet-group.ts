import { type DeleteDBSubnetGroupMessage, InvalidDBSubnetGroupStateFault } from '@aws-sdk/client-rds'
import type { Operation } from '../../../operation.ts'
import { exception, subnetGroupNotFound } from '../errors.ts'
import { rds } from '../store.ts'

/** Deletes a subnet group that no instance uses. */
export const deleteDBSubnetGroup: Operation<DeleteDBSubnetGroupMessage, object> = (input, { scope }) => {
  const name = (input.DBSubnetGroupName ?? '').toLowerCase()
  const { instances, subnetGroups } = rds(scope)
  if (!subnetGroups.has(name)) throw subnetGroupNotFound(input.DBSubnetGroupName ?? '')
  const user = instances.values().find(({ subnetGroupName }) => subnetGroupName === name)
  if (user) {
    throw exception(
      InvalidDBSubnetGroupStateFault,
      `Cannot delete the subnet group '${name}' because at least one database instance: ${user.id} is still using it.`,
    )
  }
  subnetGroups.delete(name)
  return {}
}
