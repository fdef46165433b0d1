import type { Scope } from '../../store/store.ts'
import { contains } from './cidr.ts'
import { listContains } from './prefix-lists.ts'
import { collections } from './store.ts'
import type { NetworkInterfaceDocument, RuleDocument } from './store.ts'

/** One end of a connection: its addresses, and its security groups when it is inside the VPC. */
export interface Peer {
  ips: string[]
  groupIds: string[]
}

/** Whether the groups let the peer in on the TCP port: any rule that allows it does. */
export function allowsIngress(scope: Scope, groupIds: string[], peer: Peer, port: number): boolean {
  return allows(scope, groupIds, peer, port, false)
}

/** Whether the groups let their member out to the peer on the TCP port. */
export function allowsEgress(scope: Scope, groupIds: string[], peer: Peer, port: number): boolean {
  return allows(scope, groupIds, peer, port, true)
}

function allows(scope: Scope, groupIds: string[], peer: Peer, port: number, isEgress: boolean): boolean {
  const { securityGroups } = collections(scope)
  return groupIds.some(groupId =>
    securityGroups
      .get(groupId)
      ?.rules.some(
        rule => rule.IsEgress === isEgress && covers(rule, port) && names(scope.region, rule, peer),
      ),
  )
}

function covers({ IpProtocol, FromPort, ToPort }: RuleDocument, port: number): boolean {
  if (IpProtocol === '-1') return true
  return IpProtocol === 'tcp' && port >= (FromPort ?? 0) && port <= (ToPort ?? 65535)
}

function names(
  region: string,
  { CidrIpv4, PrefixListId, ReferencedGroupId }: RuleDocument,
  peer: Peer,
): boolean {
  if (ReferencedGroupId) return peer.groupIds.includes(ReferencedGroupId)
  if (PrefixListId) return listContains(region, PrefixListId, peer.ips)
  return CidrIpv4 !== undefined && peer.ips.some(ip => contains(CidrIpv4, ip))
}

/** The interface that has the private address, in the account and region. */
export function interfaceAt(scope: Scope, ip: string): NetworkInterfaceDocument | undefined {
  return collections(scope)
    .networkInterfaces.values()
    .find(({ PrivateIpAddress }) => PrivateIpAddress === ip)
}
