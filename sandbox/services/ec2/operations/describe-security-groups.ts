import type { DescribeSecurityGroupsRequest, DescribeSecurityGroupsResult } from '@aws-sdk/client-ec2'
import type { Operation } from '../../../operation.ts'
import { network } from '../default-vpc.ts'
import { describe } from '../describe.ts'
import { findGroup, SECURITY_GROUP, shownGroups } from '../security-groups.ts'

/** Security groups by id, by name in the default VPC, or by filters. */
export const describeSecurityGroups: Operation<
  DescribeSecurityGroupsRequest,
  DescribeSecurityGroupsResult
> = (input, { scope }) => {
  const state = network(scope)
  const named = input.GroupNames?.map(GroupName => findGroup(state, { GroupName }).GroupId) ?? []
  const ids = [...(input.GroupIds ?? []), ...named]
  const { found: SecurityGroups, ...rest } = describe(shownGroups(scope), SECURITY_GROUP, ids, input)
  return { SecurityGroups, ...rest }
}
