import { AwsError } from '../../operation.ts'
import type { Collection } from '../../store/store.ts'
import { missingParameter, notFound, subnetNotFound, vpcNotFound } from './errors.ts'
import type { Network } from './store.ts'

/** The ids of one kind of resource, and EC2's errors for those that name nothing. */
export interface Identity {
  /** Such as `sg-`; an id of another shape is malformed. */
  prefix: string
  malformed: string
  notFound: (ids: string[]) => AwsError
}

interface Findable<T extends object> extends Identity {
  /** What EC2 calls the parameter when it is missing. */
  parameter: string
  resources: (state: Network) => Collection<T>
}

/** Finds the resource that a request names; throws EC2's errors for an id that is missing, malformed or unknown. */
export type Find<T> = (state: Network, id: string | undefined) => T

function finder<T extends object>(kind: Findable<T>): Find<T> {
  return (state, id) => {
    if (!id) throw missingParameter(kind.parameter)
    if (!id.startsWith(kind.prefix)) {
      throw new AwsError(kind.malformed, `Invalid id: "${id}" (expecting "${kind.prefix}...")`)
    }
    const found = kind.resources(state).get(id)
    if (!found) throw kind.notFound([id])
    return found
  }
}

export const NAT_GATEWAY_ID: Identity = {
  prefix: 'nat-',
  malformed: 'InvalidNatGatewayID.Malformed',
  notFound: ids => new AwsError('NatGatewayNotFound', `NAT gateway ${ids.join(', ')} was not found`),
}

export const ALLOCATION_ID: Identity = {
  prefix: 'eipalloc-',
  malformed: 'InvalidAllocationID.Malformed',
  notFound: ids => notFound('InvalidAllocationID.NotFound', 'allocation ID', ids),
}

export const VPC_ENDPOINT_ID: Identity = {
  prefix: 'vpce-',
  malformed: 'InvalidVpcEndpointId.Malformed',
  notFound: ids => notFound('InvalidVpcEndpointId.NotFound', 'Vpc Endpoint Id', ids),
}

export const findVpc = finder({
  parameter: 'vpcId',
  prefix: 'vpc-',
  malformed: 'InvalidVpcID.Malformed',
  notFound: vpcNotFound,
  resources: state => state.vpcs,
})

export const findSubnet = finder({
  parameter: 'subnetId',
  prefix: 'subnet-',
  malformed: 'InvalidSubnetID.Malformed',
  notFound: subnetNotFound,
  resources: state => state.subnets,
})

export const findRouteTable = finder({
  parameter: 'routeTableId',
  prefix: 'rtb-',
  malformed: 'InvalidRouteTableId.Malformed',
  notFound: ids => notFound('InvalidRouteTableID.NotFound', 'routeTable ID', ids),
  resources: state => state.routeTables,
})

export const findInternetGateway = finder({
  parameter: 'internetGatewayId',
  prefix: 'igw-',
  malformed: 'InvalidInternetGatewayId.Malformed',
  notFound: ids => notFound('InvalidInternetGatewayID.NotFound', 'internetGateway ID', ids),
  resources: state => state.internetGateways,
})

export const findNetworkAcl = finder({
  parameter: 'networkAclId',
  prefix: 'acl-',
  malformed: 'InvalidNetworkAclId.Malformed',
  notFound: ids => notFound('InvalidNetworkAclID.NotFound', 'networkAcl ID', ids),
  resources: state => state.networkAcls,
})

export const findNetworkInterface = finder({
  parameter: 'networkInterfaceId',
  prefix: 'eni-',
  malformed: 'InvalidNetworkInterfaceId.Malformed',
  notFound: ids => notFound('InvalidNetworkInterfaceID.NotFound', 'networkInterface ID', ids),
  resources: state => state.networkInterfaces,
})

export const findNatGateway = finder({
  parameter: 'natGatewayId',
  ...NAT_GATEWAY_ID,
  resources: state => state.natGateways,
})

export const findAddress = finder({
  parameter: 'allocationId',
  ...ALLOCATION_ID,
  resources: state => state.addresses,
})

export const findVpcEndpoint = finder({
  parameter: 'vpcEndpointId',
  ...VPC_ENDPOINT_ID,
  resources: state => state.vpcEndpoints,
})
