import type { DnsEntry, VpcEndpoint } from '@aws-sdk/client-ec2'
import { hexId } from '../../ids.ts'
import { AwsError } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { network } from './default-vpc.ts'
import { privateDnsOf } from './endpoint-services.ts'
import type { EndpointService } from './endpoint-services.ts'
import { differentNetworks } from './errors.ts'
import { findRouteTable, findSubnet } from './find.ts'
import { createInterface } from './network-interfaces.ts'
import { awsPrefixLists } from './prefix-lists.ts'
import type { Network, SubnetDocument, VpcDocument, VpcEndpointDocument } from './store.ts'

/** The policy of an endpoint that was given none. */
export const ALLOW_ALL = JSON.stringify({
  Version: '2008-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
})

/** An endpoint as DescribeVpcEndpoints shows it. */
export function shownVpcEndpoint(document: VpcEndpointDocument): VpcEndpoint {
  const { nextStateAt: _due, clientToken: _token, State, ...shown } = document
  // AWS answers in small letters what its own model has in capitals.
  return { ...shown, State: State as string as VpcEndpoint['State'] }
}

/** The tables of a request; each must be of the VPC. */
export function checkRouteTables(state: Network, vpcId: string, ids: string[]): void {
  for (const id of ids) {
    const { RouteTableId, VpcId } = findRouteTable(state, id)
    if (VpcId !== vpcId) throw differentNetworks(`Route table ${RouteTableId}`, `network ${vpcId}`)
  }
}

/** The subnets of a request: of the VPC, one a zone. */
export function checkSubnets(state: Network, vpcId: string, ids: string[]): SubnetDocument[] {
  const subnets = ids.map(id => findSubnet(state, id))
  const foreign = subnets.find(({ VpcId }) => VpcId !== vpcId)
  if (foreign) {
    throw new AwsError('InvalidParameter', `Subnet ${foreign.SubnetId} does not belong to VPC ${vpcId}`)
  }
  const zones = new Set(subnets.map(({ AvailabilityZone }) => AvailabilityZone))
  if (zones.size < subnets.length) {
    throw new AwsError(
      'DuplicateSubnetsInSameZone',
      'Found another VPC endpoint subnet in the availability zone.',
    )
  }
  return subnets
}

/** Throws when names cannot be led to an endpoint: the VPC's DNS is off, or another endpoint has the name. */
export function checkPrivateDns(
  state: Network,
  vpc: VpcDocument,
  service: EndpointService,
  region: string,
): void {
  const { enableDnsHostnames, enableDnsSupport } = vpc.attributes
  if (!enableDnsHostnames || !enableDnsSupport) {
    throw new AwsError(
      'InvalidParameter',
      `Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for ${vpc.VpcId}`,
    )
  }
  const other = state.vpcEndpoints
    .values()
    .find(e => e.VpcId === vpc.VpcId && e.ServiceName === service.name && e.PrivateDnsEnabled)
  if (other) {
    throw new AwsError(
      'InvalidParameter',
      `private-dns-enabled cannot be set because there is already a conflicting DNS domain for ${privateDnsOf(service, region)} in the VPC ${vpc.VpcId}`,
    )
  }
}

/** Leads the service's ranges to a gateway endpoint in these tables. Throws RouteAlreadyExists before the first change. */
export function addEndpointRoutes(scope: Scope, serviceName: string, id: string, tableIds: string[]): void {
  const { routeTables } = network(scope)
  const list = awsPrefixLists(scope.region).find(({ PrefixListName }) => PrefixListName === serviceName)
  const DestinationPrefixListId = list?.PrefixListId ?? ''
  const tables = tableIds.flatMap(tableId => routeTables.get(tableId) ?? [])
  for (const { RouteTableId, Routes } of tables) {
    if (Routes.some(route => route.DestinationPrefixListId === DestinationPrefixListId)) {
      throw new AwsError(
        'RouteAlreadyExists',
        `route table ${RouteTableId} already has a route with destination-prefix-list-id ${DestinationPrefixListId}`,
      )
    }
  }
  for (const table of tables) {
    const route = { DestinationPrefixListId, GatewayId: id, State: 'active', Origin: 'CreateRoute' } as const
    routeTables.put(table.RouteTableId, { ...table, Routes: [...table.Routes, route] })
  }
}

/** Takes a gateway endpoint's routes out of these tables, or out of all. */
export function removeEndpointRoutes(state: Network, id: string, tableIds?: string[]): void {
  for (const table of state.routeTables.values()) {
    if (tableIds && !tableIds.includes(table.RouteTableId)) continue
    const Routes = table.Routes.filter(({ GatewayId }) => GatewayId !== id)
    if (Routes.length < table.Routes.length) state.routeTables.put(table.RouteTableId, { ...table, Routes })
  }
}

/** Makes an interface endpoint's interface in each subnet. */
export function addEndpointInterfaces(
  scope: Scope,
  id: string,
  subnets: SubnetDocument[],
  securityGroupIds: string[],
): string[] {
  return subnets.map(
    ({ SubnetId }) =>
      createInterface(scope, {
        ...{ subnetId: SubnetId, securityGroupIds },
        description: `VPC Endpoint Interface ${id}`,
        requesterId: 'amazon-aws',
        attachedBy: 'amazon-aws',
        interfaceType: 'vpc_endpoint',
      }).NetworkInterfaceId,
  )
}

/** The names that lead to an interface endpoint. */
export function dnsEntries(
  service: EndpointService,
  region: string,
  id: string,
  subnets: SubnetDocument[],
  privateDns: boolean,
): DnsEntry[] {
  const HostedZoneId = `Z${hexId(13).toUpperCase()}`
  const stem = `${id}-${hexId(8)}`
  const domain = `${service.service}.${region}.vpce.amazonaws.com`
  return [
    { DnsName: `${stem}.${domain}`, HostedZoneId },
    ...subnets.map(zone => ({ DnsName: `${stem}-${zone.AvailabilityZone}.${domain}`, HostedZoneId })),
    ...(privateDns ? [{ DnsName: privateDnsOf(service, region), HostedZoneId }] : []),
  ]
}
