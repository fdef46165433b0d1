import type { DeleteVpcRequest } from '@aws-sdk/client-ec2'
import type { Operation } from '../../../operation.ts'
import { network } from '../default-vpc.ts'
import { refuseDryRun } from '../describe.ts'
import { hasDependencies } from '../errors.ts'
import { findVpc } from '../find.ts'
import type { Network } from '../store.ts'

/** Deletes a VPC with what came with it; everything else must be gone before. */
export const deleteVpc: Operation<DeleteVpcRequest, object> = (input, { scope }) => {
  const state = network(scope)
  const { VpcId } = findVpc(state, input.VpcId)
  if (isInUse(state, VpcId)) throw hasDependencies('vpc', VpcId)
  refuseDryRun(input)
  const own = <T extends { VpcId: string }>(resources: T[]) => resources.filter(r => r.VpcId === VpcId)
  for (const { GroupId } of own(state.securityGroups.values())) state.securityGroups.delete(GroupId)
  for (const { RouteTableId } of own(state.routeTables.values())) state.routeTables.delete(RouteTableId)
  for (const { NetworkAclId } of own(state.networkAcls.values())) state.networkAcls.delete(NetworkAclId)
  state.vpcs.delete(VpcId)
  return {}
}

function isInUse(state: Network, vpcId: string): boolean {
  const inVpc = ({ VpcId }: { VpcId?: string | undefined }) => VpcId === vpcId
  return (
    state.subnets.values().some(inVpc) ||
    state.networkInterfaces.values().some(inVpc) ||
    state.vpcEndpoints.values().some(inVpc) ||
    state.internetGateways.values().some(gateway => gateway.Attachments.some(inVpc)) ||
    state.securityGroups.values().some(group => inVpc(group) && group.GroupName !== 'default') ||
    state.networkAcls.values().some(acl => inVpc(acl) && !acl.IsDefault) ||
    state.routeTables.values().some(table => inVpc(table) && !table.Associations.some(a => a.Main))
  )
}
