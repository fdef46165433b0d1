import type { DeleteSubnetRequest } from '@aws-sdk/client-ec2'
import type { Operation } from '../../../operation.ts'
import { network } from '../default-vpc.ts'
import { refuseDryRun } from '../describe.ts'
import { hasDependencies } from '../errors.ts'
import { findSubnet } from '../find.ts'

/** Deletes a subnet in which no interface is left; tasks, load balancers, NAT gateways and endpoints have interfaces. */
export const deleteSubnet: Operation<DeleteSubnetRequest, object> = (input, { scope }) => {
  const state = network(scope)
  const { SubnetId } = findSubnet(state, input.SubnetId)
  if (state.networkInterfaces.values().some(eni => eni.SubnetId === SubnetId)) {
    throw hasDependencies('subnet', SubnetId)
  }
  refuseDryRun(input)
  const others = <T extends { SubnetId?: string | undefined }>(associations: T[]) =>
    associations.filter(association => association.SubnetId !== SubnetId)
  for (const table of state.routeTables.values()) {
    const Associations = others(table.Associations)
    if (Associations.length < table.Associations.length) {
      state.routeTables.put(table.RouteTableId, { ...table, Associations })
    }
  }
  for (const acl of state.networkAcls.values()) {
    const Associations = others(acl.Associations)
    if (Associations.length < acl.Associations.length) {
      state.networkAcls.put(acl.NetworkAclId, { ...acl, Associations })
    }
  }
  state.subnets.delete(SubnetId)
  return {}
}
