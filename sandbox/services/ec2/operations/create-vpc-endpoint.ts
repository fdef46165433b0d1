import type { CreateVpcEndpointRequest, CreateVpcEndpointResult } from '@aws-sdk/client-ec2'
import { AwsError } from '../../../operation.ts'
import type { Operation } from '../../../operation.ts'
import { network } from '../default-vpc.ts'
import { refuseDryRun } from '../describe.ts'
import { findEndpointService } from '../endpoint-services.ts'
import { missingParameter, notImplemented } from '../errors.ts'
import { findVpc } from '../find.ts'
import { groupsFor } from '../network-interfaces.ts'
import { vpcEndpointDue, watchStateChanges } from '../state-changes.ts'
import { newId } from '../store.ts'
import type { VpcEndpointDocument } from '../store.ts'
import { tagsFor } from '../tags.ts'
import {
  addEndpointInterfaces,
  addEndpointRoutes,
  ALLOW_ALL,
  checkPrivateDns,
  checkRouteTables,
  checkSubnets,
  dnsEntries,
  shownVpcEndpoint,
} from '../vpc-endpoints.ts'

/** Makes a gateway endpoint (routes) or an interface endpoint (interfaces in subnets). Its policy is kept, not enforced. */
export const createVpcEndpoint: Operation<CreateVpcEndpointRequest, CreateVpcEndpointResult> = (
  input,
  { scope, sandbox, region },
) => {
  const state = network(scope)
  const { ServiceName, VpcEndpointType: type = 'Gateway', ClientToken } = input
  const vpc = findVpc(state, input.VpcId)
  const same = ClientToken && state.vpcEndpoints.values().find(e => e.clientToken === ClientToken)
  if (same) return { VpcEndpoint: shownVpcEndpoint(same), ClientToken }
  if (!ServiceName) throw missingParameter('serviceName')
  if (input.SubnetConfigurations?.length) {
    throw notImplemented('chosen addresses of endpoints', 'Leave SubnetConfigurations out.')
  }
  if (type !== 'Gateway' && type !== 'Interface') {
    throw notImplemented(`endpoints of type '${type}'`, 'Use Gateway or Interface.')
  }
  const service = findEndpointService(region, ServiceName, type)
  const isGateway = type === 'Gateway'
  const tables = input.RouteTableIds ?? []
  if (isGateway && (input.SubnetIds?.length || input.SecurityGroupIds?.length || input.PrivateDnsEnabled)) {
    throw new AwsError(
      'InvalidParameter',
      'Subnets, security groups and private DNS are applicable only to Interface VPC Endpoints.',
    )
  }
  if (!isGateway && tables.length > 0) {
    throw new AwsError('InvalidParameter', 'Route tables are applicable only to Gateway VPC Endpoints.')
  }
  checkRouteTables(state, vpc.VpcId, tables)
  const subnets = checkSubnets(state, vpc.VpcId, input.SubnetIds ?? [])
  const privateDns = !isGateway && (input.PrivateDnsEnabled ?? true)
  if (privateDns) checkPrivateDns(state, vpc, service, region)
  const groups = isGateway ? [] : groupsFor(state, vpc.VpcId, input.SecurityGroupIds ?? [])
  const Tags = tagsFor('vpc-endpoint', input.TagSpecifications)
  refuseDryRun(input)

  const id = newId('vpce')
  if (isGateway) addEndpointRoutes(scope, ServiceName, id, tables)
  const document: VpcEndpointDocument = {
    VpcEndpointId: id,
    VpcEndpointType: type,
    VpcId: vpc.VpcId,
    ServiceName,
    State: isGateway ? 'available' : 'pending',
    PolicyDocument: input.PolicyDocument ?? ALLOW_ALL,
    RouteTableIds: tables,
    SubnetIds: subnets.map(({ SubnetId }) => SubnetId),
    Groups: groups.map(GroupId => ({ GroupId, GroupName: state.securityGroups.get(GroupId)?.GroupName })),
    IpAddressType: 'ipv4',
    PrivateDnsEnabled: privateDns,
    RequesterManaged: false,
    NetworkInterfaceIds: addEndpointInterfaces(scope, id, subnets, groups),
    DnsEntries: isGateway ? [] : dnsEntries(service, region, id, subnets, privateDns),
    CreationTimestamp: new Date(sandbox.clock.now()),
    OwnerId: scope.accountId,
    ...(ClientToken && { clientToken: ClientToken }),
    ...(!isGateway && { nextStateAt: vpcEndpointDue(sandbox, scope, 'pending') }),
    Tags,
  }
  state.vpcEndpoints.put(id, document)
  watchStateChanges(sandbox, scope)
  return { VpcEndpoint: shownVpcEndpoint(document), ClientToken }
}
