import { DescribeSecurityGroupsCommand, type IpPermission, type SecurityGroup } from '@aws-sdk/client-ec2'
import type { LabAccount } from '../define.ts'

/** Where traffic comes from: addresses, or members of a security group. */
export type Source = { cidr: string } | { groupId: string }

/** The rules of a group that let a TCP port in. */
function rulesFor(group: SecurityGroup, port: number): IpPermission[] {
  return (group.IpPermissions ?? []).filter(
    ({ IpProtocol, FromPort = 0, ToPort = 65535 }) =>
      IpProtocol === '-1' || (IpProtocol === 'tcp' && FromPort <= port && port <= ToPort),
  )
}

/** Whether a rule names exactly this source for the port. */
export function hasRule(group: SecurityGroup, port: number, source: Source): boolean {
  return rulesFor(group, port).some(rule =>
    'cidr' in source
      ? rule.IpRanges?.some(({ CidrIp }) => CidrIp === source.cidr)
      : rule.UserIdGroupPairs?.some(({ GroupId }) => GroupId === source.groupId),
  )
}

/** Whether members of `from` certainly cannot reach the port through any of the groups: no rule names them, or any address. */
export function isShut(groups: SecurityGroup[], port: number, from: string[]): boolean {
  const rules = groups.flatMap(group => rulesFor(group, port))
  return !rules.some(
    rule =>
      (rule.IpRanges?.length ?? 0) > 0 ||
      (rule.Ipv6Ranges?.length ?? 0) > 0 ||
      (rule.PrefixListIds?.length ?? 0) > 0 ||
      rule.UserIdGroupPairs?.some(({ GroupId }) => GroupId !== undefined && from.includes(GroupId)),
  )
}

/** What a group lets in, as a learner reads it: `tcp 80 from 0.0.0.0/0`. */
export function describeRules(group: SecurityGroup): string {
  const rules = (group.IpPermissions ?? []).flatMap(rule => {
    const { IpProtocol, FromPort, ToPort } = rule
    const what =
      IpProtocol === '-1'
        ? 'everything'
        : `${IpProtocol} ${FromPort === ToPort ? FromPort : `${FromPort}-${ToPort}`}`
    const from = [
      ...(rule.IpRanges ?? []).map(({ CidrIp }) => CidrIp),
      ...(rule.Ipv6Ranges ?? []).map(({ CidrIpv6 }) => CidrIpv6),
      ...(rule.UserIdGroupPairs ?? []).map(({ GroupId }) => GroupId),
      ...(rule.PrefixListIds ?? []).map(({ PrefixListId }) => PrefixListId),
    ]
    return from.map(source => `${what} from ${source}`)
  })
  return rules.length === 0
    ? `${group.GroupName} lets nothing in`
    : `${group.GroupName} lets in ${rules.join(', ')}`
}

/** The groups with these ids; those that are gone are left out. */
export async function securityGroups({ aws }: LabAccount, ids: string[]): Promise<SecurityGroup[]> {
  if (ids.length === 0) return []
  const answer = await aws.ec2.send(
    new DescribeSecurityGroupsCommand({ Filters: [{ Name: 'group-id', Values: ids }] }),
  )
  return answer.SecurityGroups ?? []
}
