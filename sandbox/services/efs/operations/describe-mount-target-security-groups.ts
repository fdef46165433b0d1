import type {
  DescribeMountTargetSecurityGroupsRequest,
  DescribeMountTargetSecurityGroupsResponse,
} from '@aws-sdk/client-efs'
import type { Operation } from '../../../operation.ts'
import { findMountTarget } from '../file-systems.ts'

/** The security groups that say who reaches a mount target. */
export const describeMountTargetSecurityGroups: Operation<
  DescribeMountTargetSecurityGroupsRequest,
  DescribeMountTargetSecurityGroupsResponse
> = (input, context) => ({
  SecurityGroups: findMountTarget(context, input.MountTargetId).securityGroupIds,
})
