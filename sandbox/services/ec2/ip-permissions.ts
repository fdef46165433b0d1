import { isIPv6 } from 'node:net'
import type { IpPermission } from '@aws-sdk/client-ec2'
import type { Scope } from '../../store/store.ts'
import { canonicalCidr } from './cidr.ts'
import { groupNotFound, invalidParameterValue, missingParameter } from './errors.ts'
import { newId } from './store.ts'
import type { Network, RuleDocument, SecurityGroupDocument } from './store.ts'

const NUMBERED: Record<string, string> = { '1': 'icmp', '6': 'tcp', '17': 'udp', '58': 'icmpv6', all: '-1' }

/** The parameters of the four calls that change rules: the old ones beside `IpPermissions`. */
export interface RuleRequest {
  IpPermissions?: IpPermission[] | undefined
  IpProtocol?: string | undefined
  FromPort?: number | undefined
  ToPort?: number | undefined
  CidrIp?: string | undefined
  SourceSecurityGroupName?: string | undefined
}

/** The rules that a request describes, one a peer. Throws EC2's error for what makes no rule. */
export function requestedRules(
  state: Network,
  group: SecurityGroupDocument,
  request: RuleRequest,
  isEgress: boolean,
): RuleDocument[] {
  const permissions = request.IpPermissions?.length ? request.IpPermissions : flatPermission(request)
  if (permissions.length === 0) throw missingParameter('ipPermissions')
  return permissions.flatMap(permission => rulesOf(state, group, permission, isEgress))
}

function flatPermission(request: RuleRequest): IpPermission[] {
  const { IpProtocol, FromPort, ToPort, CidrIp, SourceSecurityGroupName } = request
  if (SourceSecurityGroupName) {
    const all = { IpProtocol: IpProtocol ?? '-1', FromPort, ToPort }
    return [{ ...all, UserIdGroupPairs: [{ GroupName: SourceSecurityGroupName }] }]
  }
  if (IpProtocol === undefined && CidrIp === undefined) return []
  return [{ IpProtocol, FromPort, ToPort, ...(CidrIp && { IpRanges: [{ CidrIp }] }) }]
}

function rulesOf(
  state: Network,
  group: SecurityGroupDocument,
  permission: IpPermission,
  IsEgress: boolean,
): RuleDocument[] {
  const ports = protocolAndPorts(permission)
  const peers = [
    ...(permission.IpRanges ?? []).map(({ CidrIp = '', Description }) => ({
      CidrIpv4: ipv4Range(CidrIp),
      Description,
    })),
    ...(permission.Ipv6Ranges ?? []).map(({ CidrIpv6 = '', Description }) => ({
      CidrIpv6: ipv6Range(CidrIpv6),
      Description,
    })),
    ...(permission.PrefixListIds ?? []).map(({ PrefixListId = '', Description }) => ({
      PrefixListId,
      Description,
    })),
    ...(permission.UserIdGroupPairs ?? []).map(({ GroupId, GroupName, Description }) => ({
      ReferencedGroupId: referencedGroup(state, group, GroupId, GroupName),
      Description,
    })),
  ]
  if (peers.length === 0) {
    throw missingParameter('ipRanges, ipv6Ranges, prefixListIds or groups of the permission')
  }
  return peers.map(({ Description, ...peer }) => ({
    SecurityGroupRuleId: newId('sgr'),
    IsEgress,
    ...ports,
    ...peer,
    ...(Description && { Description }),
    Tags: [],
  }))
}

function protocolAndPorts({ IpProtocol, FromPort, ToPort }: IpPermission) {
  if (!IpProtocol) throw missingParameter('ipProtocol')
  const protocol = NUMBERED[IpProtocol.toLowerCase()] ?? IpProtocol.toLowerCase()
  if (protocol === '-1') return { IpProtocol: protocol }
  if (protocol === 'icmp' || protocol === 'icmpv6') {
    return { IpProtocol: protocol, FromPort: FromPort ?? -1, ToPort: ToPort ?? -1 }
  }
  if (protocol !== 'tcp' && protocol !== 'udp') {
    if (/^\d{1,3}$/.test(protocol) && Number(protocol) < 256) return { IpProtocol: protocol }
    throw invalidParameterValue(`Invalid value '${IpProtocol}' for IP protocol. Unknown protocol.`)
  }
  if (FromPort === undefined || ToPort === undefined) {
    throw invalidParameterValue(
      "Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.",
    )
  }
  // The command line sends -1 for "all ports".
  if (FromPort === -1 && ToPort === -1) return { IpProtocol: protocol, FromPort: 0, ToPort: 65535 }
  const wrong = [FromPort, ToPort].find(port => port < 0 || port > 65535)
  if (wrong !== undefined) throw invalidParameterValue(`TCP/UDP port (${wrong}) out of range`)
  if (FromPort > ToPort) throw invalidParameterValue(`Invalid TCP/UDP port range (${FromPort}:${ToPort})`)
  return { IpProtocol: protocol, FromPort, ToPort }
}

function ipv4Range(text: string): string {
  const range = canonicalCidr(text)
  if (!range) throw invalidParameterValue(`CIDR block ${text} is malformed`)
  return range
}

function ipv6Range(text: string): string {
  const [ip = '', prefix = ''] = text.split('/')
  if (!isIPv6(ip) || !/^\d{1,3}$/.test(prefix) || Number(prefix) > 128) {
    throw invalidParameterValue(`CIDR block ${text} is malformed`)
  }
  return text.toLowerCase()
}

function referencedGroup(
  state: Network,
  group: SecurityGroupDocument,
  id: string | undefined,
  name: string | undefined,
): string {
  const found = id
    ? state.securityGroups.get(id)
    : state.securityGroups.values().find(g => g.GroupName === name && g.VpcId === group.VpcId)
  if (!found || found.VpcId !== group.VpcId) throw groupNotFound([id ?? name ?? ''])
  return found.GroupId
}

/** Whether two rules say the same, whatever their ids, descriptions and tags. */
export function sameRule(a: RuleDocument, b: RuleDocument): boolean {
  return ruleKey(a) === ruleKey(b)
}

function ruleKey(rule: RuleDocument): string {
  return [rule.IsEgress, rule.IpProtocol, rule.FromPort, rule.ToPort, peerOf(rule)].join('|')
}

function peerOf(rule: RuleDocument): string {
  return rule.CidrIpv4 ?? rule.CidrIpv6 ?? rule.PrefixListId ?? rule.ReferencedGroupId ?? ''
}

/** Such as `peer: 0.0.0.0/0, TCP, from port: 80, to port: 80, ALLOW`. */
export function ruleText(rule: RuleDocument): string {
  const protocol = rule.IpProtocol === '-1' ? 'ALL' : rule.IpProtocol.toUpperCase()
  const ports = rule.FromPort === undefined ? '' : ` from port: ${rule.FromPort}, to port: ${rule.ToPort},`
  return `peer: ${peerOf(rule)}, ${protocol},${ports} ALLOW`
}

/** The group's rules as AWS gathers them: one permission for each protocol and port range. */
export function ipPermissions(scope: Scope, group: SecurityGroupDocument, isEgress: boolean): IpPermission[] {
  const permissions = new Map<string, IpPermission>()
  for (const rule of group.rules) {
    if (rule.IsEgress !== isEgress) continue
    const { IpProtocol, FromPort, ToPort, Description } = rule
    const key = `${IpProtocol}|${FromPort}|${ToPort}`
    const permission = permissions.get(key) ?? {
      IpProtocol,
      ...(FromPort !== undefined && { FromPort, ToPort }),
      IpRanges: [],
      Ipv6Ranges: [],
      PrefixListIds: [],
      UserIdGroupPairs: [],
    }
    permissions.set(key, permission)
    const described = Description ? { Description } : {}
    if (rule.CidrIpv4) permission.IpRanges?.push({ CidrIp: rule.CidrIpv4, ...described })
    if (rule.CidrIpv6) permission.Ipv6Ranges?.push({ CidrIpv6: rule.CidrIpv6, ...described })
    if (rule.PrefixListId) permission.PrefixListIds?.push({ PrefixListId: rule.PrefixListId, ...described })
    if (rule.ReferencedGroupId) {
      const pair = { GroupId: rule.ReferencedGroupId, UserId: scope.accountId }
      permission.UserIdGroupPairs?.push({ ...pair, ...described })
    }
  }
  return [...permissions.values()]
}
