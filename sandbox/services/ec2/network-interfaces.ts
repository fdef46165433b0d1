import { randomInt } from 'node:crypto'
import type { Tag } from '@aws-sdk/client-ec2'
import { hexId } from '../../ids.ts'
import { AwsError } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { contains, parseCidr, sizeOf, toIp, toNumber } from './cidr.ts'
import { network } from './default-vpc.ts'
import { groupNotFound, invalidParameterValue, subnetNotFound } from './errors.ts'
import { newId } from './store.ts'
import type { AddressDocument, Network, NetworkInterfaceDocument, SubnetDocument } from './store.ts'

/** Addresses for tasks "on the internet": the benchmarking range of RFC 2544, which belongs to nobody. */
const PUBLIC_BASE = '198.18.0.0'

export interface InterfaceRequest {
  subnetId: string
  /** None = the VPC's default security group. */
  securityGroupIds: string[]
  assignPublicIp?: boolean
  description: string
  requesterId?: string
  attachedBy?: string
  interfaceType?: NetworkInterfaceDocument['interfaceType']
  /** An elastic address in the place of one that AWS lends. */
  publicIp?: string
  /** A wish; free addresses are chosen otherwise. */
  privateIpAddress?: string
  tags?: Tag[]
}

/** What a task learns of its elastic network interface. */
export interface TaskInterface {
  networkInterfaceId: string
  subnetId: string
  vpcId: string
  availabilityZone: string
  privateIpAddress: string
  macAddress: string
  privateDnsName: string
  publicIpAddress?: string
  securityGroupIds: string[]
}

/** Makes the elastic network interface of a Fargate task. Throws InvalidSubnetID.NotFound or InvalidGroup.NotFound. */
export function createTaskInterface(scope: Scope, request: InterfaceRequest): TaskInterface {
  const made = createInterface(scope, {
    attachedBy: 'amazon-ecs',
    requesterId: scope.accountId,
    ...request,
  })
  return {
    networkInterfaceId: made.NetworkInterfaceId,
    subnetId: made.SubnetId,
    vpcId: made.VpcId,
    availabilityZone: made.AvailabilityZone,
    privateIpAddress: made.PrivateIpAddress,
    macAddress: made.MacAddress,
    privateDnsName: privateDnsName(scope.region, made.PrivateIpAddress),
    ...(made.PublicIp && { publicIpAddress: made.PublicIp }),
    securityGroupIds: made.GroupIds,
  }
}

/** Removes a task's interface; one that is gone already is fine. */
export function deleteTaskInterface(scope: Scope, networkInterfaceId: string): void {
  network(scope).networkInterfaces.delete(networkInterfaceId)
}

/** Makes an interface with a free private address out of its subnet. */
export function createInterface(scope: Scope, request: InterfaceRequest): NetworkInterfaceDocument {
  const state = network(scope)
  const subnet = state.subnets.get(request.subnetId)
  if (!subnet) throw subnetNotFound([request.subnetId])
  const document: NetworkInterfaceDocument = {
    NetworkInterfaceId: newId('eni'),
    SubnetId: subnet.SubnetId,
    VpcId: subnet.VpcId,
    AvailabilityZone: subnet.AvailabilityZone,
    PrivateIpAddress: request.privateIpAddress
      ? wishedAddress(state, subnet, request.privateIpAddress)
      : freeAddress(state, subnet),
    MacAddress: `0a:${hexId(10).match(/../g)?.join(':')}`,
    ...(request.assignPublicIp && { PublicIp: freePublicAddress(scope) }),
    ...(request.publicIp && { PublicIp: request.publicIp }),
    GroupIds: hasGroups(request) ? groupsFor(state, subnet.VpcId, request.securityGroupIds) : [],
    Description: request.description,
    ...(request.interfaceType && { interfaceType: request.interfaceType }),
    ...(request.requesterId && { requesterId: request.requesterId }),
    ...(request.attachedBy && { attachedBy: request.attachedBy }),
    attachmentId: newId('eni-attach'),
    attachedAt: Date.now(),
    Tags: request.tags ?? [],
  }
  state.networkInterfaces.put(document.NetworkInterfaceId, document)
  return document
}

/** Such as ip-172-31-16-23.eu-west-1.compute.internal. */
export function privateDnsName(region: string, ip: string): string {
  const domain = region === 'us-east-1' ? 'ec2.internal' : `${region}.compute.internal`
  return `ip-${ip.replaceAll('.', '-')}.${domain}`
}

/** Such as ec2-198-18-0-9.eu-west-1.compute.amazonaws.com. */
export function publicDnsName(region: string, ip: string): string {
  const domain = region === 'us-east-1' ? 'compute-1' : `${region}.compute`
  return `ec2-${ip.replaceAll('.', '-')}.${domain}.amazonaws.com`
}

/** NAT gateways have no security groups, network load balancers only those that were asked for. */
function hasGroups({ interfaceType, securityGroupIds }: InterfaceRequest): boolean {
  if (interfaceType === 'nat_gateway') return false
  return interfaceType !== 'network_load_balancer' || securityGroupIds.length > 0
}

/** The groups of a request, or the VPC's default one. Throws InvalidGroup.NotFound. */
export function groupsFor(state: Network, vpcId: string, groupIds: string[]): string[] {
  if (groupIds.length === 0) {
    const standard = state.securityGroups.values().find(g => g.VpcId === vpcId && g.GroupName === 'default')
    return standard ? [standard.GroupId] : []
  }
  const missing = groupIds.filter(id => !state.securityGroups.has(id))
  if (missing.length > 0) throw groupNotFound(missing)
  const foreign = groupIds.find(id => state.securityGroups.get(id)?.VpcId !== vpcId)
  if (foreign) {
    throw invalidParameterValue(
      `You have specified two resources that belong to different networks: security group ${foreign} is not in ${vpcId}.`,
    )
  }
  return [...new Set(groupIds)]
}

function wishedAddress(state: Network, subnet: SubnetDocument, ip: string): string {
  const cidr = parseCidr(subnet.CidrBlock)
  if (!contains(subnet.CidrBlock, ip)) {
    throw invalidParameterValue(`Address ${ip} does not fall within the subnet's address range`)
  }
  const offset = cidr ? toNumber(ip) - cidr.base : 0
  if (offset < 4 || (cidr && offset === sizeOf(cidr) - 1)) {
    throw invalidParameterValue(`Address ${ip} is in subnet's reserved address range`)
  }
  if (usedAddresses(state, subnet.SubnetId).has(ip)) {
    throw new AwsError('InvalidIPAddress.InUse', `Address ${ip} is in use.`)
  }
  return ip
}

function freeAddress(state: Network, subnet: SubnetDocument): string {
  const cidr = parseCidr(subnet.CidrBlock)
  const used = usedAddresses(state, subnet.SubnetId)
  // AWS keeps the first four addresses of a subnet and the last.
  const usable = cidr ? sizeOf(cidr) - 5 : 0
  if (!cidr || used.size >= usable) {
    throw new AwsError(
      'InsufficientFreeAddressesInSubnet',
      `The specified subnet does not have enough free addresses to satisfy the request.`,
    )
  }
  const start = randomInt(usable)
  for (let step = 0; ; step++) {
    const ip = toIp(cidr.base + 4 + ((start + step) % usable))
    if (!used.has(ip)) return ip
  }
}

/** How many addresses of the subnet are still free. */
export function availableAddresses(state: Network, subnet: SubnetDocument): number {
  const cidr = parseCidr(subnet.CidrBlock)
  return cidr ? sizeOf(cidr) - 5 - usedAddresses(state, subnet.SubnetId).size : 0
}

function usedAddresses(state: Network, subnetId: string): Set<string> {
  const inSubnet = state.networkInterfaces.values().filter(({ SubnetId }) => SubnetId === subnetId)
  return new Set(inSubnet.map(({ PrivateIpAddress }) => PrivateIpAddress))
}

/** A public address that nothing has in any account: from outside nobody says which account is meant. */
export function freePublicAddress(scope: Scope): string {
  const owners = [
    ...scope.everywhere<NetworkInterfaceDocument>('ec2:network-interface'),
    ...scope.everywhere<AddressDocument>('ec2:address'),
  ]
  const used = new Set(owners.map(({ PublicIp }) => PublicIp))
  const base = parseCidr(`${PUBLIC_BASE}/15`)
  for (;;) {
    const ip = toIp((base?.base ?? 0) + randomInt(1, 2 ** 17 - 1))
    if (!used.has(ip)) return ip
  }
}
