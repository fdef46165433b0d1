import type { AccessPointDescription, MountTargetDescription } from '@aws-sdk/client-efs'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { lifeCycleState } from './file-systems.ts'
import { type AccessPointDocument, efsArn, type MountTargetDocument } from './store.ts'

/** As DescribeMountTargets shows it. */
export function shownMountTarget(
  sandbox: Sandbox,
  scope: Scope,
  target: MountTargetDocument,
): MountTargetDescription {
  return {
    OwnerId: scope.accountId,
    MountTargetId: target.id,
    FileSystemId: target.fileSystemId,
    SubnetId: target.subnetId,
    LifeCycleState: lifeCycleState(sandbox, scope, target),
    IpAddress: target.ipAddress,
    NetworkInterfaceId: target.networkInterfaceId,
    AvailabilityZoneId: target.zoneId,
    AvailabilityZoneName: target.zone,
    VpcId: target.vpcId,
  }
}

/** As DescribeAccessPoints shows it. */
export function shownAccessPoint(
  sandbox: Sandbox,
  scope: Scope,
  point: AccessPointDocument,
): AccessPointDescription {
  const Name = point.tags.find(({ Key }) => Key === 'Name')?.Value
  return {
    ClientToken: point.clientToken,
    ...(Name !== undefined && { Name }),
    Tags: point.tags,
    AccessPointId: point.id,
    AccessPointArn: efsArn(scope, 'access-point', point.id),
    FileSystemId: point.fileSystemId,
    ...(point.posixUser && { PosixUser: point.posixUser }),
    RootDirectory: point.rootDirectory,
    OwnerId: scope.accountId,
    LifeCycleState: lifeCycleState(sandbox, scope, point),
  }
}
