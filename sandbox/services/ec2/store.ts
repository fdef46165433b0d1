import type {
  Address,
  DhcpOptions,
  InternetGateway,
  NatGateway,
  NetworkAcl,
  RouteTable,
  Subnet,
  Tag,
  Vpc,
  VpcEndpoint,
} from '@aws-sdk/client-ec2'
import { hexId } from '../../ids.ts'
import type { Collection, Scope } from '../../store/store.ts'

/** A stored resource: AWS's shape with its tags beside it, so that one place tags them all. */
type Stored<T, Keys extends keyof T> = T & { [K in Keys]-?: NonNullable<T[K]> } & { Tags: Tag[] }

export type VpcDocument = Stored<Vpc, 'VpcId' | 'CidrBlock'> & {
  attributes: { enableDnsSupport: boolean; enableDnsHostnames: boolean }
}
export type SubnetDocument = Stored<Subnet, 'SubnetId' | 'VpcId' | 'CidrBlock' | 'AvailabilityZone'>
export type RouteTableDocument = Stored<RouteTable, 'RouteTableId' | 'VpcId' | 'Associations' | 'Routes'>
export type InternetGatewayDocument = Stored<InternetGateway, 'InternetGatewayId' | 'Attachments'>
export type NetworkAclDocument = Stored<NetworkAcl, 'NetworkAclId' | 'VpcId' | 'Associations' | 'Entries'>
export type DhcpOptionsDocument = Stored<DhcpOptions, 'DhcpOptionsId'>
/** An elastic address; while it is associated it has AssociationId and NetworkInterfaceId. */
export type AddressDocument = Stored<Address, 'AllocationId' | 'PublicIp'>

/** What AWS takes minutes for: on the account's own time, when the resource reaches its next state. */
interface Changing {
  /** The request that made it, so that the same request again makes no second one. */
  clientToken?: string
  nextStateAt?: number
}
export type NatGatewayDocument = Stored<NatGateway, 'NatGatewayId' | 'SubnetId' | 'VpcId' | 'State'> &
  Changing
export type VpcEndpointDocument = Omit<
  Stored<VpcEndpoint, 'VpcEndpointId' | 'VpcId' | 'ServiceName' | 'VpcEndpointType'>,
  'State'
> & { State: 'pending' | 'available' | 'deleting' } & Changing

/** One rule of a security group; AWS's `IpPermissions` are these, gathered by protocol and ports. */
export interface RuleDocument {
  SecurityGroupRuleId: string
  IsEgress: boolean
  /** `tcp`, `udp`, `icmp`, `icmpv6`, `-1` for all, or a protocol number. */
  IpProtocol: string
  FromPort?: number
  ToPort?: number
  /** Exactly one of the four says who the peer is. */
  CidrIpv4?: string
  CidrIpv6?: string
  PrefixListId?: string
  ReferencedGroupId?: string
  Description?: string
  Tags: Tag[]
}

export interface SecurityGroupDocument {
  GroupId: string
  GroupName: string
  Description: string
  VpcId: string
  rules: RuleDocument[]
  Tags: Tag[]
}

export interface NetworkInterfaceDocument {
  NetworkInterfaceId: string
  SubnetId: string
  VpcId: string
  AvailabilityZone: string
  PrivateIpAddress: string
  MacAddress: string
  PublicIp?: string
  GroupIds: string[]
  Description: string
  /** `interface` when it is not said. */
  interfaceType?: 'nat_gateway' | 'network_load_balancer' | 'vpc_endpoint'
  /** Who made it for the account, such as `amazon-elb`; none for the account's own. */
  requesterId?: string
  /** Owner of the attachment, such as `amazon-elb` or `amazon-ecs`; none while it is available. */
  attachedBy?: string
  attachmentId: string
  /** Milliseconds since the epoch. */
  attachedAt: number
  Tags: Tag[]
}

/** EC2's state of one account in one region. */
export interface Network {
  vpcs: Collection<VpcDocument>
  subnets: Collection<SubnetDocument>
  routeTables: Collection<RouteTableDocument>
  internetGateways: Collection<InternetGatewayDocument>
  networkAcls: Collection<NetworkAclDocument>
  dhcpOptions: Collection<DhcpOptionsDocument>
  securityGroups: Collection<SecurityGroupDocument>
  networkInterfaces: Collection<NetworkInterfaceDocument>
  natGateways: Collection<NatGatewayDocument>
  addresses: Collection<AddressDocument>
  vpcEndpoints: Collection<VpcEndpointDocument>
  /** `default-vpc` is here once the default VPC was made, so that a deleted one stays deleted. */
  marks: Collection<{ vpcId: string }>
}

/** The collections as they are; operations use `network` of default-vpc.ts, which makes the default VPC first. */
export function collections(scope: Scope): Network {
  return {
    vpcs: scope.collection('ec2:vpc'),
    subnets: scope.collection('ec2:subnet'),
    routeTables: scope.collection('ec2:route-table'),
    internetGateways: scope.collection('ec2:internet-gateway'),
    networkAcls: scope.collection('ec2:network-acl'),
    dhcpOptions: scope.collection('ec2:dhcp-options'),
    securityGroups: scope.collection('ec2:security-group'),
    networkInterfaces: scope.collection('ec2:network-interface'),
    natGateways: scope.collection('ec2:nat-gateway'),
    addresses: scope.collection('ec2:address'),
    vpcEndpoints: scope.collection('ec2:vpc-endpoint'),
    marks: scope.collection('ec2:mark'),
  }
}

/** A new id, such as `sg-0` and 16 more digits: AWS's 17 begin with a zero. */
export function newId(prefix: string): string {
  return `${prefix}-0${hexId(16)}`
}
