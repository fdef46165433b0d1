import type { SecurityGroup, SecurityGroupRule } from '@aws-sdk/client-ec2'
import { arn } from '../../ids.ts'
import { AwsError } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { network } from './default-vpc.ts'
import type { Kind } from './describe.ts'
import { groupNotFound, missingParameter } from './errors.ts'
import { ipPermissions } from './ip-permissions.ts'
import type { Network, RuleDocument, SecurityGroupDocument } from './store.ts'

/** The group that a request names: by id, or by name in the default VPC. */
export function findGroup(
  state: Network,
  { GroupId, GroupName }: { GroupId?: string | undefined; GroupName?: string | undefined },
): SecurityGroupDocument {
  if (!GroupId && !GroupName) throw missingParameter('groupName or groupId')
  if (GroupId && !GroupId.startsWith('sg-')) {
    throw new AwsError('InvalidGroupId.Malformed', `Invalid id: "${GroupId}" (expecting "sg-...")`)
  }
  const found = GroupId
    ? state.securityGroups.get(GroupId)
    : state.securityGroups
        .values()
        .find(group => group.GroupName === GroupName && state.vpcs.get(group.VpcId)?.IsDefault)
  if (!found) throw groupNotFound([GroupId ?? GroupName ?? ''])
  return found
}

/** A group as DescribeSecurityGroups shows it. */
export function shownGroup(scope: Scope, group: SecurityGroupDocument): SecurityGroup {
  return {
    GroupId: group.GroupId,
    GroupName: group.GroupName,
    Description: group.Description,
    VpcId: group.VpcId,
    OwnerId: scope.accountId,
    SecurityGroupArn: groupArn(scope, group.GroupId),
    IpPermissions: ipPermissions(scope, group, false),
    IpPermissionsEgress: ipPermissions(scope, group, true),
    Tags: group.Tags,
  }
}

export function groupArn(scope: Scope, groupId: string): string {
  return arn(scope, 'ec2', `security-group/${groupId}`)
}

/** A rule as DescribeSecurityGroupRules shows it: ports are -1 where it has none. */
export function shownRule(scope: Scope, group: SecurityGroupDocument, rule: RuleDocument): SecurityGroupRule {
  const { ReferencedGroupId, FromPort = -1, ToPort = -1, ...rest } = rule
  return {
    ...rest,
    FromPort,
    ToPort,
    GroupId: group.GroupId,
    GroupOwnerId: scope.accountId,
    SecurityGroupRuleArn: arn(scope, 'ec2', `security-group-rule/${rule.SecurityGroupRuleId}`),
    ...(ReferencedGroupId && {
      ReferencedGroupInfo: { GroupId: ReferencedGroupId, UserId: scope.accountId },
    }),
  }
}

/** How security groups are found; what is not shown has no filter. */
export const SECURITY_GROUP: Kind<SecurityGroup> = {
  prefix: 'sg-',
  malformed: 'InvalidGroupId.Malformed',
  notFound: groupNotFound,
  idOf: group => group.GroupId ?? '',
  tagsOf: group => group.Tags ?? [],
  fields: {
    description: group => group.Description,
    'group-id': group => group.GroupId,
    'group-name': group => group.GroupName,
    'owner-id': group => group.OwnerId,
    'vpc-id': group => group.VpcId,
    ...permissionFields('ip-permission', group => group.IpPermissions ?? []),
    ...permissionFields('egress.ip-permission', group => group.IpPermissionsEgress ?? []),
  },
}

function permissionFields(
  prefix: string,
  read: (group: SecurityGroup) => NonNullable<SecurityGroup['IpPermissions']>,
): Kind<SecurityGroup>['fields'] {
  return {
    [`${prefix}.cidr`]: group => read(group).flatMap(p => p.IpRanges?.map(range => range.CidrIp) ?? []),
    [`${prefix}.from-port`]: group => read(group).map(p => p.FromPort),
    [`${prefix}.group-id`]: group =>
      read(group).flatMap(p => p.UserIdGroupPairs?.map(pair => pair.GroupId) ?? []),
    [`${prefix}.group-name`]: group =>
      read(group).flatMap(p => p.UserIdGroupPairs?.map(pair => pair.GroupName) ?? []),
    [`${prefix}.ipv6-cidr`]: group =>
      read(group).flatMap(p => p.Ipv6Ranges?.map(range => range.CidrIpv6) ?? []),
    [`${prefix}.prefix-list-id`]: group =>
      read(group).flatMap(p => p.PrefixListIds?.map(list => list.PrefixListId) ?? []),
    [`${prefix}.user-id`]: group =>
      read(group).flatMap(p => p.UserIdGroupPairs?.map(pair => pair.UserId) ?? []),
    [`${prefix}.protocol`]: group => read(group).map(p => p.IpProtocol),
    [`${prefix}.to-port`]: group => read(group).map(p => p.ToPort),
  }
}

/** Every group, as shown. */
export function shownGroups(scope: Scope): SecurityGroup[] {
  return network(scope)
    .securityGroups.values()
    .map(group => shownGroup(scope, group))
}
