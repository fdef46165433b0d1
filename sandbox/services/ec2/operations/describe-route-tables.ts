import type { DescribeRouteTablesRequest, DescribeRouteTablesResult } from '@aws-sdk/client-ec2'
import type { Operation } from '../../../operation.ts'
import { network } from '../default-vpc.ts'
import { describe } from '../describe.ts'
import type { Kind } from '../describe.ts'
import { notFound } from '../errors.ts'
import { matchingNothing } from '../filters.ts'
import { routesOf } from '../routes.ts'
import type { RouteTableDocument } from '../store.ts'

const ROUTE_TABLE: Kind<RouteTableDocument> = {
  prefix: 'rtb-',
  malformed: 'InvalidRouteTableId.Malformed',
  notFound: ids => notFound('InvalidRouteTableID.NotFound', 'routeTable ID', ids),
  idOf: table => table.RouteTableId,
  tagsOf: table => table.Tags,
  fields: {
    'association.gateway-id': table => table.Associations.map(a => a.GatewayId),
    'association.main': table => table.Associations.map(a => a.Main),
    'association.route-table-association-id': table => table.Associations.map(a => a.RouteTableAssociationId),
    'association.route-table-id': table => table.RouteTableId,
    'association.subnet-id': table => table.Associations.map(a => a.SubnetId),
    'owner-id': table => table.OwnerId,
    'route.destination-cidr-block': table => table.Routes.map(r => r.DestinationCidrBlock),
    'route.destination-prefix-list-id': table => table.Routes.map(r => r.DestinationPrefixListId),
    'route.gateway-id': table => table.Routes.map(r => r.GatewayId),
    'route.nat-gateway-id': table => table.Routes.map(r => r.NatGatewayId),
    'route.origin': table => table.Routes.map(r => r.Origin),
    'route.state': table => table.Routes.map(r => r.State),
    'route-table-id': table => table.RouteTableId,
    'vpc-id': table => table.VpcId,
    ...matchingNothing(
      'route.destination-ipv6-cidr-block',
      'route.egress-only-internet-gateway-id',
      'route.instance-id',
      'route.transit-gateway-id',
      'route.vpc-peering-connection-id',
    ),
  },
}

/** Route tables by id or filters. */
export const describeRouteTables: Operation<DescribeRouteTablesRequest, DescribeRouteTablesResult> = (
  input,
  { scope },
) => {
  const state = network(scope)
  const all = state.routeTables.values().map(table => ({ ...table, Routes: routesOf(state, table) }))
  const { found: RouteTables, ...rest } = describe(all, ROUTE_TABLE, input.RouteTableIds, input)
  return { RouteTables, ...rest }
}
