import type { Scope } from '../../store/store.ts'
import { contains, parseCidr } from './cidr.ts'
import { awsPrefixLists } from './prefix-lists.ts'
import { allowsEgress, allowsIngress } from './reachability.ts'
import type { Peer } from './reachability.ts'
import { routesOf, routeTableOf } from './routes.ts'
import { collections } from './store.ts'

/** An address somewhere on the internet, of none of the private ranges. */
const SOMEWHERE = '52.0.0.1'

/**
 * How what runs in the subnet reaches the internet: straight by an internet gateway, which takes a public address; by a NAT gateway;
 * or not at all. It goes by the subnet's route table, the longest prefix first.
 */
export function internetReach(
  scope: Scope,
  subnetId: string,
  hasPublicIp: boolean,
): 'public' | 'nat' | 'none' {
  const state = collections(scope)
  const route = routeTo(scope, subnetId, SOMEWHERE)
  if (route?.State !== 'active') return 'none'
  if (route.GatewayId?.startsWith('igw-')) return hasPublicIp ? 'public' : 'none'
  const gateway = state.natGateways.get(route.NatGatewayId ?? '')
  if (gateway?.State !== 'available' || gateway.ConnectivityType === 'private') return 'none'
  const out = routeTo(scope, gateway.SubnetId, SOMEWHERE)
  return out?.State === 'active' && out.GatewayId?.startsWith('igw-') ? 'nat' : 'none'
}

/**
 * Whether what runs in the subnet reaches an AWS service (`ecr.api`, `s3`, `logs`) without the internet: by a gateway endpoint in its
 * route table, or by an interface endpoint with private DNS. The security groups of `peer` have to let it out there, and those of
 * an interface endpoint let it in.
 */
export function endpointReach(
  scope: Scope,
  subnetId: string,
  service: string,
  peer?: Peer,
): 'gateway' | 'interface' | 'none' {
  const state = collections(scope)
  const subnet = state.subnets.get(subnetId)
  const vpc = state.vpcs.get(subnet?.VpcId ?? '')
  const endpoints = state.vpcEndpoints
    .values()
    .filter(
      e =>
        e.VpcId === subnet?.VpcId &&
        e.State === 'available' &&
        e.ServiceName === `com.amazonaws.${scope.region}.${service}`,
    )
  const table = routeTableOf(state, subnetId)
  const routed = new Set(table?.Routes.map(({ GatewayId }) => GatewayId))
  const gateway = endpoints.find(e => e.VpcEndpointType === 'Gateway' && routed.has(e.VpcEndpointId))
  if (gateway && letsOut(scope, peer, addressesOf(scope.region, gateway.ServiceName))) return 'gateway'
  if (!vpc?.attributes.enableDnsSupport) return 'none'
  const byInterface = endpoints.some(({ PrivateDnsEnabled, SubnetIds, Groups, NetworkInterfaceIds = [] }) => {
    const groupIds = Groups?.flatMap(({ GroupId }) => GroupId ?? []) ?? []
    const ips = NetworkInterfaceIds.flatMap(id => state.networkInterfaces.get(id)?.PrivateIpAddress ?? [])
    const letsIn = !peer || allowsIngress(scope, groupIds, peer, 443)
    return PrivateDnsEnabled && SubnetIds?.length && letsIn && letsOut(scope, peer, { ips, groupIds })
  })
  return byInterface ? 'interface' : 'none'
}

function letsOut(scope: Scope, from: Peer | undefined, to: Peer): boolean {
  // Who has no security groups is kept in by none.
  return !from?.groupIds.length || allowsEgress(scope, from.groupIds, to, 443)
}

/** One address out of each range of a service that has a gateway endpoint. */
function addressesOf(region: string, serviceName: string): Peer {
  const list = awsPrefixLists(region).find(({ PrefixListName }) => PrefixListName === serviceName)
  return { ips: list?.cidrs.map(cidr => cidr.split('/')[0] ?? '') ?? [], groupIds: [] }
}

function routeTo(scope: Scope, subnetId: string, ip: string) {
  const state = collections(scope)
  const table = routeTableOf(state, subnetId)
  if (!table) return undefined
  const prefix = (cidr: string | undefined) => parseCidr(cidr ?? '')?.prefix ?? -1
  return routesOf(state, table)
    .filter(({ DestinationCidrBlock = '' }) => contains(DestinationCidrBlock, ip))
    .sort((a, b) => prefix(b.DestinationCidrBlock) - prefix(a.DestinationCidrBlock))[0]
}
