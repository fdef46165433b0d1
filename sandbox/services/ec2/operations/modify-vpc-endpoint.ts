import type { ModifyVpcEndpointRequest, ModifyVpcEndpointResult } from '@aws-sdk/client-ec2'
import type { Operation } from '../../../operation.ts'
import { network } from '../default-vpc.ts'
import { refuseDryRun } from '../describe.ts'
import { findEndpointService } from '../endpoint-services.ts'
import { notImplemented } from '../errors.ts'
import { findVpc, findVpcEndpoint } from '../find.ts'
import { groupsFor } from '../network-interfaces.ts'
import type { Network, VpcEndpointDocument } from '../store.ts'
import {
  addEndpointInterfaces,
  addEndpointRoutes,
  ALLOW_ALL,
  checkPrivateDns,
  checkRouteTables,
  checkSubnets,
  dnsEntries,
  removeEndpointRoutes,
} from '../vpc-endpoints.ts'

/** Changes an endpoint's route tables, subnets, security groups, private DNS or policy. */
export const modifyVpcEndpoint: Operation<ModifyVpcEndpointRequest, ModifyVpcEndpointResult> = (
  input,
  { scope, region },
) => {
  const state = network(scope)
  const endpoint = findVpcEndpoint(state, input.VpcEndpointId)
  const { VpcEndpointId, VpcId, ServiceName, VpcEndpointType } = endpoint
  if (input.SubnetConfigurations?.length) {
    throw notImplemented('chosen addresses of endpoints', 'Leave SubnetConfigurations out.')
  }
  const service = findEndpointService(region, ServiceName, VpcEndpointType)
  const RouteTableIds = changed(endpoint.RouteTableIds, input.AddRouteTableIds, input.RemoveRouteTableIds)
  const SubnetIds = changed(endpoint.SubnetIds, input.AddSubnetIds, input.RemoveSubnetIds)
  const groupIds = endpoint.Groups?.flatMap(({ GroupId }) => GroupId ?? [])
  const groups = changed(groupIds, input.AddSecurityGroupIds, input.RemoveSecurityGroupIds)
  checkRouteTables(state, VpcId, RouteTableIds)
  const subnets = checkSubnets(state, VpcId, SubnetIds)
  if (groups.length > 0) groupsFor(state, VpcId, groups)
  const PrivateDnsEnabled = input.PrivateDnsEnabled ?? endpoint.PrivateDnsEnabled ?? false
  if (PrivateDnsEnabled && !endpoint.PrivateDnsEnabled) {
    checkPrivateDns(state, findVpc(state, VpcId), service, region)
  }
  refuseDryRun(input)

  addEndpointRoutes(scope, ServiceName, VpcEndpointId, without(RouteTableIds, endpoint.RouteTableIds))
  removeEndpointRoutes(state, VpcEndpointId, without(endpoint.RouteTableIds ?? [], RouteTableIds))
  const isGateway = VpcEndpointType === 'Gateway'
  const kept = keptInterfaces(state, endpoint, SubnetIds, groups)
  const added = subnets.filter(({ SubnetId }) => !endpoint.SubnetIds?.includes(SubnetId))
  state.vpcEndpoints.put(VpcEndpointId, {
    ...endpoint,
    ...{ RouteTableIds, SubnetIds, PrivateDnsEnabled },
    Groups: groups.map(GroupId => ({ GroupId, GroupName: state.securityGroups.get(GroupId)?.GroupName })),
    NetworkInterfaceIds: [...kept, ...addEndpointInterfaces(scope, VpcEndpointId, added, groups)],
    DnsEntries: isGateway ? [] : dnsEntries(service, region, VpcEndpointId, subnets, PrivateDnsEnabled),
    ...(input.PolicyDocument && { PolicyDocument: input.PolicyDocument }),
    ...(input.ResetPolicy && { PolicyDocument: ALLOW_ALL }),
  })
  return { Return: true }
}

function changed(present: string[] = [], added: string[] = [], removed: string[] = []): string[] {
  return [...new Set([...present, ...added])].filter(id => !removed.includes(id))
}

function without(ids: string[], others: string[] = []): string[] {
  return ids.filter(id => !others.includes(id))
}

/** Deletes the interfaces in subnets that the endpoint leaves; the others get its groups. */
function keptInterfaces(
  { networkInterfaces }: Network,
  endpoint: VpcEndpointDocument,
  subnetIds: string[],
  GroupIds: string[],
): string[] {
  return (endpoint.NetworkInterfaceIds ?? []).filter(id => {
    const eni = networkInterfaces.get(id)
    if (!eni || !subnetIds.includes(eni.SubnetId)) {
      networkInterfaces.delete(id)
      return false
    }
    networkInterfaces.put(id, { ...eni, GroupIds })
    return true
  })
}
