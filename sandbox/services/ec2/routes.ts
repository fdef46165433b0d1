import type { CreateRouteRequest, ReplaceRouteRequest, Route } from '@aws-sdk/client-ec2'
import { AwsError } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { ipv4Range } from './address-ranges.ts'
import { network } from './default-vpc.ts'
import {
  differentNetworks,
  invalidParameterValue,
  missingParameter,
  notFound,
  notImplemented,
} from './errors.ts'
import { findNetworkInterface } from './find.ts'
import { findPrefixList } from './prefix-lists.ts'
import type { Network, RouteTableDocument } from './store.ts'

interface DestinationRequest {
  DestinationCidrBlock?: string | undefined
  DestinationIpv6CidrBlock?: string | undefined
  DestinationPrefixListId?: string | undefined
}

/** Where a route leads to, as the requests name it. */
export function destinationOf(scope: Scope, request: DestinationRequest): DestinationRequest {
  if (request.DestinationIpv6CidrBlock) throw notImplemented('IPv6 routes', 'Give DestinationCidrBlock.')
  if (request.DestinationPrefixListId) {
    const { PrefixListId } = findPrefixList(scope, request.DestinationPrefixListId)
    return { DestinationPrefixListId: PrefixListId }
  }
  return { DestinationCidrBlock: ipv4Range(request.DestinationCidrBlock, 'destinationCidrBlock') }
}

export function destinationText({
  DestinationCidrBlock,
  DestinationPrefixListId,
}: DestinationRequest): string {
  return DestinationCidrBlock ?? DestinationPrefixListId ?? ''
}

export function sameDestination(a: DestinationRequest, b: DestinationRequest): boolean {
  return destinationText(a) === destinationText(b)
}

const TARGETS = [
  'CarrierGatewayId',
  'CoreNetworkArn',
  'EgressOnlyInternetGatewayId',
  'GatewayId',
  'InstanceId',
  'LocalGatewayId',
  'NatGatewayId',
  'NetworkInterfaceId',
  'TransitGatewayId',
  'VpcEndpointId',
  'VpcPeeringConnectionId',
] as const

/** What a route sends to. Throws for a target that is not there or is in another VPC. */
export function targetOf(
  state: Network,
  table: RouteTableDocument,
  request: CreateRouteRequest | ReplaceRouteRequest,
): Partial<Route> {
  const given = TARGETS.filter(name => request[name])
  const [target] = given
  if (!target) throw missingParameter('gatewayId, natGatewayId or networkInterfaceId')
  if (given.length > 1) {
    throw new AwsError(
      'InvalidParameterCombination',
      `A route has exactly one target; this one has ${given.join(', ')}`,
    )
  }
  if (target === 'GatewayId') return gatewayTarget(state, table, request.GatewayId ?? '')
  if (target === 'NatGatewayId') return natTarget(state, table, request.NatGatewayId ?? '')
  if (target !== 'NetworkInterfaceId') {
    throw notImplemented(`routes by ${target}`, 'Use GatewayId, NatGatewayId or NetworkInterfaceId.')
  }
  const eni = findNetworkInterface(state, request.NetworkInterfaceId)
  if (eni.VpcId !== table.VpcId) {
    throw differentNetworks(`route table ${table.RouteTableId}`, `interface ${eni.NetworkInterfaceId}`)
  }
  return { NetworkInterfaceId: eni.NetworkInterfaceId }
}

function gatewayTarget(state: Network, table: RouteTableDocument, id: string): Partial<Route> {
  if (id === 'local') return { GatewayId: id }
  // The old way to name a NAT gateway still works on AWS.
  if (id.startsWith('nat-') && state.natGateways.has(id)) return natTarget(state, table, id)
  const gateway = state.internetGateways.get(id)
  if (!gateway) throw notFound('InvalidGatewayID.NotFound', 'gateway ID', [id])
  if (!gateway.Attachments.some(({ VpcId }) => VpcId === table.VpcId)) {
    throw differentNetworks(`route table ${table.RouteTableId}`, `network gateway ${id}`)
  }
  return { GatewayId: id }
}

function natTarget(state: Network, table: RouteTableDocument, id: string): Partial<Route> {
  const gateway = state.natGateways.get(id)
  if (!gateway || gateway.State === 'deleted') {
    throw notFound('InvalidNatGatewayID.NotFound', 'natGateway ID', [id])
  }
  if (gateway.VpcId !== table.VpcId) {
    throw differentNetworks(`route table ${table.RouteTableId}`, `natGateway ${id}`)
  }
  return { NatGatewayId: id }
}

/** Whether the route leads anywhere: not when its target has gone, or its gateway is detached. */
function isActive(state: Network, vpcId: string, route: Route): boolean {
  const { GatewayId, NatGatewayId, NetworkInterfaceId } = route
  if (GatewayId?.startsWith('igw-')) {
    return state.internetGateways.get(GatewayId)?.Attachments.some(a => a.VpcId === vpcId) ?? false
  }
  if (GatewayId?.startsWith('vpce-')) return state.vpcEndpoints.has(GatewayId)
  if (NatGatewayId) {
    const { State } = state.natGateways.get(NatGatewayId) ?? {}
    return State === 'pending' || State === 'available'
  }
  return !NetworkInterfaceId || state.networkInterfaces.has(NetworkInterfaceId)
}

/** The table's routes with their states of now: `blackhole` where the target has gone. */
export function routesOf(state: Network, table: RouteTableDocument): Route[] {
  return table.Routes.map(route => ({
    ...route,
    State: isActive(state, table.VpcId, route) ? 'active' : 'blackhole',
  }))
}

/** The table that the subnet goes by: its own, or the VPC's main one. */
export function routeTableOf(state: Network, subnetId: string): RouteTableDocument | undefined {
  const tables = state.routeTables.values()
  const own = tables.find(table => table.Associations.some(a => a.SubnetId === subnetId))
  const vpcId = state.subnets.get(subnetId)?.VpcId
  return own ?? tables.find(table => table.VpcId === vpcId && table.Associations.some(a => a.Main))
}

/** The route to exactly this destination. */
export function existingRoute(table: RouteTableDocument, destination: DestinationRequest): Route | undefined {
  return table.Routes.find(route => sameDestination(route, destination))
}

/** Puts the routes in the place of the table's present ones. */
export function putRoutes(scope: Scope, table: RouteTableDocument, Routes: Route[]): void {
  network(scope).routeTables.put(table.RouteTableId, { ...table, Routes })
}

/** Throws for the routes that come with the VPC: they cannot be deleted. */
export function refuseLocal(route: Route, table: RouteTableDocument): void {
  if (route.GatewayId !== 'local') return
  throw invalidParameterValue(
    `cannot remove local route ${destinationText(route)} in route table ${table.RouteTableId}`,
  )
}
