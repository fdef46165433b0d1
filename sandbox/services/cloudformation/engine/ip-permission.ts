import { pick } from './properties.ts'
import type { Properties } from './resource-type.ts'

/** A rule of a template as EC2's requests have it. */
export function ipPermission(rule: Properties): Record<string, unknown> {
  const Description = rule['Description']
  const described = Description === undefined ? {} : { Description }
  const group = rule['SourceSecurityGroupId'] ?? rule['DestinationSecurityGroupId']
  const prefixList = rule['SourcePrefixListId'] ?? rule['DestinationPrefixListId']
  const { FromPort, ToPort } = rule
  return {
    IpProtocol: String(rule['IpProtocol']),
    ...(FromPort !== undefined && { FromPort: Number(FromPort) }),
    ...(ToPort !== undefined && { ToPort: Number(ToPort) }),
    ...(rule['CidrIp'] !== undefined && { IpRanges: [{ ...pick(rule, 'CidrIp'), ...described }] }),
    ...(rule['CidrIpv6'] !== undefined && { Ipv6Ranges: [{ ...pick(rule, 'CidrIpv6'), ...described }] }),
    ...(group !== undefined && { UserIdGroupPairs: [{ GroupId: group, ...described }] }),
    ...(prefixList !== undefined && { PrefixListIds: [{ PrefixListId: prefixList, ...described }] }),
  }
}
