import {
  AvailabilityZonesMismatch,
  type CreateMountTargetRequest,
  IncorrectFileSystemLifeCycleState,
  IpAddressInUse,
  MountTargetConflict,
  type MountTargetDescription,
  NoFreeAddressesInSubnet,
  SecurityGroupLimitExceeded,
  SecurityGroupNotFound,
  SubnetNotFound,
} from '@aws-sdk/client-efs'
import { AwsError, type Operation } from '../../../operation.ts'
import { network } from '../../ec2/default-vpc.ts'
import { createInterface } from '../../ec2/network-interfaces.ts'
import { newId } from '../../ec2/store.ts'
import { badRequest, exception } from '../errors.ts'
import { CREATING_MS, findFileSystem, lifeCycleState, mountTargetsOf } from '../file-systems.ts'
import { shownMountTarget } from '../shown.ts'
import { efs, type MountTargetDocument } from '../store.ts'

const MOST_GROUPS = 5

/** Gives a file system an address in a subnet: one in each availability zone, all in one VPC. */
export const createMountTarget: Operation<CreateMountTargetRequest, MountTargetDescription> = (
  input,
  { sandbox, scope, accountId },
) => {
  const { SubnetId: subnetId = '', SecurityGroups = [] } = input
  const fileSystem = findFileSystem(scope, input.FileSystemId)
  const { id: fileSystemId, zone } = fileSystem
  if (lifeCycleState(sandbox, scope, fileSystem) !== 'available') {
    throw exception(
      IncorrectFileSystemLifeCycleState,
      `File system '${fileSystemId}' is not in the available state.`,
    )
  }
  if (input.Ipv6Address !== undefined || (input.IpAddressType ?? 'IPV4_ONLY') !== 'IPV4_ONLY') {
    throw badRequest('The practice account has no IPv6 subnets. Leave Ipv6Address and IpAddressType away.')
  }
  const { subnets, securityGroups } = network(scope)
  const subnet = subnets.get(subnetId)
  if (!subnet) throw exception(SubnetNotFound, `The subnet ID '${subnetId}' does not exist`)
  if (SecurityGroups.length > MOST_GROUPS) {
    throw exception(
      SecurityGroupLimitExceeded,
      `A mount target can have ${MOST_GROUPS} security groups at most; got ${SecurityGroups.length}.`,
    )
  }
  for (const id of SecurityGroups) {
    if (securityGroups.get(id)?.VpcId === subnet.VpcId) continue
    throw exception(
      SecurityGroupNotFound,
      `The security group '${id}' does not exist in VPC '${subnet.VpcId}'`,
    )
  }
  if (zone !== undefined && zone !== subnet.AvailabilityZone) {
    throw exception(
      AvailabilityZonesMismatch,
      `The file system is in the Availability Zone ${zone}, the subnet ${subnetId} in ${subnet.AvailabilityZone}.`,
    )
  }
  const others = mountTargetsOf(sandbox, scope, fileSystemId)
  if (others.some(({ vpcId }) => vpcId !== subnet.VpcId)) {
    throw exception(
      MountTargetConflict,
      'requested subnet for new mount target is not in the same VPC as existing mount targets',
    )
  }
  if (others.some(other => other.zone === subnet.AvailabilityZone)) {
    throw exception(MountTargetConflict, 'mount target already exists in this AZ')
  }
  const id = newId('fsmt')
  const made = interfaceFor({ id, fileSystemId, privateIpAddress: input.IpAddress })
  const target: MountTargetDocument = {
    id,
    fileSystemId,
    subnetId,
    vpcId: subnet.VpcId,
    zone: subnet.AvailabilityZone,
    zoneId: subnet.AvailabilityZoneId ?? '',
    networkInterfaceId: made.NetworkInterfaceId,
    ipAddress: made.PrivateIpAddress,
    securityGroupIds: made.GroupIds,
    availableAt: sandbox.clock.time(accountId) + CREATING_MS.mountTarget,
  }
  efs(scope).mountTargets.put(id, target)
  return shownMountTarget(sandbox, scope, target)

  function interfaceFor(wanted: { id: string; fileSystemId: string; privateIpAddress: string | undefined }) {
    try {
      return createInterface(scope, {
        subnetId,
        securityGroupIds: SecurityGroups,
        description: `EFS mount target for ${wanted.fileSystemId} (${wanted.id})`,
        requesterId: 'amazon-efs',
        attachedBy: 'amazon-efs',
        ...(wanted.privateIpAddress !== undefined && { privateIpAddress: wanted.privateIpAddress }),
      })
    } catch (error) {
      if (!(error instanceof AwsError)) throw error
      if (error.code === 'InvalidIPAddress.InUse') throw exception(IpAddressInUse, error.message)
      if (error.code === 'InsufficientFreeAddressesInSubnet') {
        throw exception(NoFreeAddressesInSubnet, error.message)
      }
      throw badRequest(error.message)
    }
  }
}
