import { type ModifyMountTargetSecurityGroupsRequest, SecurityGroupNotFound } from '@aws-sdk/client-efs'
import type { Operation } from '../../../operation.ts'
import { groupsFor } from '../../ec2/network-interfaces.ts'
import { collections } from '../../ec2/store.ts'
import { exception } from '../errors.ts'
import { findMountTarget } from '../file-systems.ts'
import { efs } from '../store.ts'

/** Puts other security groups in the place of a mount target's. */
export const modifyMountTargetSecurityGroups: Operation<ModifyMountTargetSecurityGroupsRequest, object> = (
  input,
  context,
) => {
  const { scope } = context
  const target = findMountTarget(context, input.MountTargetId)
  const network = collections(scope)
  const { SecurityGroups = [] } = input
  const missing = SecurityGroups.find(id => network.securityGroups.get(id)?.VpcId !== target.vpcId)
  if (missing !== undefined) {
    throw exception(
      SecurityGroupNotFound,
      `The security group '${missing}' does not exist in VPC '${target.vpcId}'`,
    )
  }
  const securityGroupIds = groupsFor(network, target.vpcId, SecurityGroups)
  const eni = network.networkInterfaces.get(target.networkInterfaceId)
  if (eni) network.networkInterfaces.put(eni.NetworkInterfaceId, { ...eni, GroupIds: securityGroupIds })
  efs(scope).mountTargets.put(target.id, { ...target, securityGroupIds })
  return {}
}
