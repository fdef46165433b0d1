import {
  type ModifyDBSubnetGroupMessage,
  type ModifyDBSubnetGroupResult,
  SubnetAlreadyInUse,
} from '@aws-sdk/client-rds'
import type { Operation } from '../../../operation.ts'
import { collections } from '../../ec2/store.ts'
import { exception } from '../errors.ts'
import { rds } from '../store.ts'
import { checkedSubnets, shownSubnetGroup, subnetGroup } from '../subnet-groups.ts'

/** Changes a group's subnets; one that an instance is in must stay. */
export const modifyDBSubnetGroup: Operation<ModifyDBSubnetGroupMessage, ModifyDBSubnetGroupResult> = (
  input,
  { scope },
) => {
  const group = subnetGroup(scope, input.DBSubnetGroupName)
  const checked = checkedSubnets(scope, input.SubnetIds ?? [])
  const { networkInterfaces } = collections(scope)
  for (const { id, subnetGroupName, networkInterfaceId } of rds(scope).instances.values()) {
    const subnetId = networkInterfaces.get(networkInterfaceId)?.SubnetId
    if (subnetGroupName !== group.name || !subnetId || checked.subnetIds.includes(subnetId)) continue
    throw exception(SubnetAlreadyInUse, `The DB instance ${id} is using the subnet ${subnetId}.`)
  }
  const changed = { ...group, ...checked, description: input.DBSubnetGroupDescription ?? group.description }
  rds(scope).subnetGroups.put(group.name, changed)
  return { DBSubnetGroup: shownSubnetGroup(scope, changed) }
}
