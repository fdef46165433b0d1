import type { CreateSubnetRequest, CreateSubnetResult } from '@aws-sdk/client-ec2'
import { AwsError } from '../../../operation.ts'
import type { Operation } from '../../../operation.ts'
import { addressRange } from '../address-ranges.ts'
import { includes, overlap } from '../cidr.ts'
import { addSubnet, network } from '../default-vpc.ts'
import { refuseDryRun } from '../describe.ts'
import { invalidParameterValue, notImplemented } from '../errors.ts'
import { findVpc } from '../find.ts'
import { availableAddresses } from '../network-interfaces.ts'
import { newId } from '../store.ts'
import { tagsFor } from '../tags.ts'
import { rangesOf } from '../vpcs.ts'
import { zonesOf } from '../zones.ts'

/** Makes a subnet in one availability zone; it goes by the VPC's main route table and default network ACL. */
export const createSubnet: Operation<CreateSubnetRequest, CreateSubnetResult> = (input, { scope }) => {
  const state = network(scope)
  const vpc = findVpc(state, input.VpcId)
  if (input.Ipv6CidrBlock || input.Ipv6Native || input.Ipv4IpamPoolId) {
    throw notImplemented('IPv6 or address pools in its subnets', 'Give an IPv4 CidrBlock.')
  }
  const cidrBlock = addressRange(input.CidrBlock, 'cidrBlock', 'InvalidSubnet.Range')
  const zone = chosenZone(scope.region, input.AvailabilityZone, input.AvailabilityZoneId)
  if (!rangesOf(vpc).some(range => includes(range, cidrBlock))) {
    throw new AwsError('InvalidSubnet.Range', `The CIDR '${input.CidrBlock}' is invalid.`)
  }
  const neighbours = state.subnets.values().filter(subnet => subnet.VpcId === vpc.VpcId)
  if (neighbours.some(subnet => overlap(subnet.CidrBlock, cidrBlock))) {
    throw new AwsError(
      'InvalidSubnet.Conflict',
      `The CIDR '${input.CidrBlock}' conflicts with another subnet`,
    )
  }
  const tags = tagsFor('subnet', input.TagSpecifications)
  refuseDryRun(input)
  const subnetId = newId('subnet')
  const subnet = addSubnet(scope, { subnetId, vpcId: vpc.VpcId, cidrBlock, zone, isDefault: false, tags })
  const acl = state.networkAcls.values().find(a => a.VpcId === vpc.VpcId && a.IsDefault)
  if (acl) {
    const { NetworkAclId } = acl
    const association = { NetworkAclAssociationId: newId('aclassoc'), NetworkAclId, SubnetId: subnetId }
    state.networkAcls.put(NetworkAclId, { ...acl, Associations: [...acl.Associations, association] })
  }
  return { Subnet: { ...subnet, AvailableIpAddressCount: availableAddresses(state, subnet) } }
}

function chosenZone(region: string, name: string | undefined, id: string | undefined) {
  const zones = zonesOf(region)
  const found = zones.find(zone => (name ? zone.name === name : !id || zone.id === id))
  if (found) return found
  const [value, parameter] = name ? [name, 'availabilityZone'] : [id, 'availabilityZoneId']
  throw invalidParameterValue(
    `Value (${value}) for parameter ${parameter} is invalid. Subnets can currently only be created in the following availability zones: ${zones.map(zone => (name ? zone.name : zone.id)).join(', ')}.`,
  )
}
