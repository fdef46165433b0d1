import type { Tag, Tenancy } from '@aws-sdk/client-ec2'
import { arn } from '../../ids.ts'
import type { Scope } from '../../store/store.ts'
import { collections, newId } from './store.ts'
import type { Network, RuleDocument, SubnetDocument } from './store.ts'
import { zonesOf } from './zones.ts'
import type { Zone } from './zones.ts'

const MARK = 'default-vpc'

/** EC2's state for an operation: a region that nobody has used yet gets its default VPC first, as every AWS region has one. */
export function network(scope: Scope): Network {
  ensureDefaultVpc(scope)
  return collections(scope)
}

/**
 * Makes the default VPC as AWS makes it (172.31.0.0/16, a /20 subnet an availability zone, internet gateway, main route table, security group,
 * network ACL), once: calling it again changes nothing, nor does it bring back a default VPC that was deleted.
 */
export function ensureDefaultVpc(scope: Scope): void {
  const state = collections(scope)
  if (state.marks.has(MARK)) return
  const vpcId = createDefaultVpc(scope)
  state.marks.put(MARK, { vpcId })
}

/** Makes a default VPC in a region that has none; answers its id. */
export function createDefaultVpc(scope: Scope): string {
  const state = collections(scope)
  const owner = scope.accountId
  const vpcId = newId('vpc')
  const internetGatewayId = newId('igw')
  const networkAclId = newId('acl')
  addVpc(scope, { vpcId, cidrBlock: '172.31.0.0/16', isDefault: true })
  state.internetGateways.put(internetGatewayId, {
    InternetGatewayId: internetGatewayId,
    OwnerId: owner,
    Attachments: [{ VpcId: vpcId, State: 'available' as never }],
    Tags: [],
  })
  const subnetIds = zonesOf(scope.region).map((zone, index) => {
    const subnetId = newId('subnet')
    addSubnet(scope, {
      ...{ subnetId, vpcId, zone, cidrBlock: `172.31.${index * 16}.0/20` },
      isDefault: true,
      tags: [],
    })
    return subnetId
  })
  addMainRouteTable(scope, vpcId, '172.31.0.0/16', internetGatewayId)
  addDefaultNetworkAcl(scope, vpcId, networkAclId, subnetIds)
  addDefaultSecurityGroup(scope, vpcId)
  return vpcId
}

/** Adds a subnet; a default one gives its instances public addresses. */
export function addSubnet(
  scope: Scope,
  subnet: {
    subnetId: string
    vpcId: string
    cidrBlock: string
    zone: Zone
    isDefault: boolean
    tags: Tag[]
  },
): SubnetDocument {
  const { subnetId, vpcId, cidrBlock, zone, isDefault, tags } = subnet
  const document: SubnetDocument = {
    SubnetId: subnetId,
    SubnetArn: arn(scope, 'ec2', `subnet/${subnetId}`),
    VpcId: vpcId,
    OwnerId: scope.accountId,
    CidrBlock: cidrBlock,
    AvailabilityZone: zone.name,
    AvailabilityZoneId: zone.id,
    State: 'available',
    DefaultForAz: isDefault,
    MapPublicIpOnLaunch: isDefault,
    MapCustomerOwnedIpOnLaunch: false,
    AssignIpv6AddressOnCreation: false,
    EnableDns64: false,
    Ipv6Native: false,
    Ipv6CidrBlockAssociationSet: [],
    PrivateDnsNameOptionsOnLaunch: {
      HostnameType: 'ip-name',
      EnableResourceNameDnsARecord: false,
      EnableResourceNameDnsAAAARecord: false,
    },
    Tags: tags,
  }
  collections(scope).subnets.put(subnetId, document)
  return document
}

/** Adds the VPC itself; the region's DHCP options come with its first. */
export function addVpc(
  scope: Scope,
  vpc: {
    vpcId: string
    cidrBlock: string
    isDefault: boolean
    tenancy?: Tenancy | undefined
    tags?: Tag[]
  },
): void {
  const { vpcId, cidrBlock, isDefault, tenancy = 'default', tags = [] } = vpc
  const state = collections(scope)
  state.vpcs.put(vpcId, {
    VpcId: vpcId,
    OwnerId: scope.accountId,
    CidrBlock: cidrBlock,
    CidrBlockAssociationSet: [
      {
        AssociationId: newId('vpc-cidr-assoc'),
        CidrBlock: cidrBlock,
        CidrBlockState: { State: 'associated' },
      },
    ],
    DhcpOptionsId: defaultDhcpOptions(scope),
    InstanceTenancy: tenancy,
    IsDefault: isDefault,
    State: 'available',
    Tags: tags,
    attributes: { enableDnsSupport: true, enableDnsHostnames: isDefault },
  })
}

function defaultDhcpOptions(scope: Scope): string {
  const { dhcpOptions } = collections(scope)
  const existing = dhcpOptions.values()[0]
  if (existing) return existing.DhcpOptionsId
  const id = newId('dopt')
  const domain = scope.region === 'us-east-1' ? 'ec2.internal' : `${scope.region}.compute.internal`
  dhcpOptions.put(id, {
    DhcpOptionsId: id,
    OwnerId: scope.accountId,
    DhcpConfigurations: [
      { Key: 'domain-name', Values: [{ Value: domain }] },
      { Key: 'domain-name-servers', Values: [{ Value: 'AmazonProvidedDNS' }] },
    ],
    Tags: [],
  })
  return id
}

/** The route table that comes with a VPC; with a gateway also the way to the internet. */
export function addMainRouteTable(
  scope: Scope,
  vpcId: string,
  cidrBlock: string,
  internetGatewayId?: string,
): void {
  const routeTableId = newId('rtb')
  collections(scope).routeTables.put(routeTableId, {
    RouteTableId: routeTableId,
    VpcId: vpcId,
    OwnerId: scope.accountId,
    Associations: [
      {
        Main: true,
        RouteTableAssociationId: newId('rtbassoc'),
        RouteTableId: routeTableId,
        AssociationState: { State: 'associated' },
      },
    ],
    PropagatingVgws: [],
    Routes: [
      {
        DestinationCidrBlock: cidrBlock,
        GatewayId: 'local',
        Origin: 'CreateRouteTable',
        State: 'active',
      },
      ...(internetGatewayId
        ? [
            {
              DestinationCidrBlock: '0.0.0.0/0',
              GatewayId: internetGatewayId,
              Origin: 'CreateRoute' as const,
              State: 'active' as const,
            },
          ]
        : []),
    ],
    Tags: [],
  })
}

/** The network ACL that comes with a VPC: all in, all out. */
export function addDefaultNetworkAcl(
  scope: Scope,
  vpcId: string,
  networkAclId: string,
  subnetIds: string[],
): void {
  const entry = (Egress: boolean, RuleNumber: number, RuleAction: 'allow' | 'deny') => ({
    CidrBlock: '0.0.0.0/0',
    Egress,
    Protocol: '-1',
    RuleAction,
    RuleNumber,
  })
  collections(scope).networkAcls.put(networkAclId, {
    NetworkAclId: networkAclId,
    VpcId: vpcId,
    OwnerId: scope.accountId,
    IsDefault: true,
    Associations: subnetIds.map(SubnetId => ({
      NetworkAclAssociationId: newId('aclassoc'),
      NetworkAclId: networkAclId,
      SubnetId,
    })),
    Entries: [
      entry(true, 100, 'allow'),
      entry(true, 32767, 'deny'),
      entry(false, 100, 'allow'),
      entry(false, 32767, 'deny'),
    ],
    Tags: [],
  })
}

/** The security group that comes with a VPC: in from itself, out to all. */
export function addDefaultSecurityGroup(scope: Scope, vpcId: string): void {
  const groupId = newId('sg')
  collections(scope).securityGroups.put(groupId, {
    GroupId: groupId,
    GroupName: 'default',
    Description: 'default VPC security group',
    VpcId: vpcId,
    rules: [
      {
        SecurityGroupRuleId: newId('sgr'),
        IsEgress: false,
        IpProtocol: '-1',
        ReferencedGroupId: groupId,
        Tags: [],
      },
      outToAll(),
    ],
    Tags: [],
  })
}

/** The rule that every new security group begins with. */
export function outToAll(): RuleDocument {
  return {
    SecurityGroupRuleId: newId('sgr'),
    IsEgress: true,
    IpProtocol: '-1',
    CidrIpv4: '0.0.0.0/0',
    Tags: [],
  }
}
