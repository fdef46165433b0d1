import type { DescribeSubnetsRequest, DescribeSubnetsResult } from '@aws-sdk/client-ec2'
import type { Operation } from '../../../operation.ts'
import { network } from '../default-vpc.ts'
import { describe } from '../describe.ts'
import type { Kind } from '../describe.ts'
import { subnetNotFound } from '../errors.ts'
import { matchingNothing } from '../filters.ts'
import { availableAddresses } from '../network-interfaces.ts'
import type { SubnetDocument } from '../store.ts'

const SUBNET: Kind<SubnetDocument> = {
  prefix: 'subnet-',
  malformed: 'InvalidSubnetID.Malformed',
  notFound: subnetNotFound,
  idOf: subnet => subnet.SubnetId,
  tagsOf: subnet => subnet.Tags,
  fields: {
    'availability-zone': subnet => subnet.AvailabilityZone,
    availabilityZone: subnet => subnet.AvailabilityZone,
    'availability-zone-id': subnet => subnet.AvailabilityZoneId,
    availabilityZoneId: subnet => subnet.AvailabilityZoneId,
    'available-ip-address-count': subnet => subnet.AvailableIpAddressCount,
    cidr: subnet => subnet.CidrBlock,
    cidrBlock: subnet => subnet.CidrBlock,
    'cidr-block': subnet => subnet.CidrBlock,
    'default-for-az': subnet => subnet.DefaultForAz,
    defaultForAz: subnet => subnet.DefaultForAz,
    'map-public-ip-on-launch': subnet => subnet.MapPublicIpOnLaunch,
    'owner-id': subnet => subnet.OwnerId,
    state: subnet => subnet.State,
    'subnet-arn': subnet => subnet.SubnetArn,
    'subnet-id': subnet => subnet.SubnetId,
    'vpc-id': subnet => subnet.VpcId,
    'enable-dns64': subnet => subnet.EnableDns64,
    'ipv6-native': subnet => subnet.Ipv6Native,
    'map-customer-owned-ip-on-launch': subnet => subnet.MapCustomerOwnedIpOnLaunch,
    'private-dns-name-options-on-launch.hostname-type': subnet =>
      subnet.PrivateDnsNameOptionsOnLaunch?.HostnameType,
    'private-dns-name-options-on-launch.enable-resource-name-dns-a-record': subnet =>
      subnet.PrivateDnsNameOptionsOnLaunch?.EnableResourceNameDnsARecord,
    'private-dns-name-options-on-launch.enable-resource-name-dns-aaaa-record': subnet =>
      subnet.PrivateDnsNameOptionsOnLaunch?.EnableResourceNameDnsAAAARecord,
    ...matchingNothing(
      'customer-owned-ipv4-pool',
      'enable-lni-at-device-index',
      'ipv6-cidr-block-association.ipv6-cidr-block',
      'ipv6-cidr-block-association.association-id',
      'ipv6-cidr-block-association.state',
      'outpost-arn',
    ),
  },
}

/** Subnets by id or filters. */
export const describeSubnets: Operation<DescribeSubnetsRequest, DescribeSubnetsResult> = (
  input,
  { scope },
) => {
  const state = network(scope)
  const all = state.subnets
    .values()
    .map(subnet => ({ ...subnet, AvailableIpAddressCount: availableAddresses(state, subnet) }))
  const { found: Subnets, ...rest } = describe(all, SUBNET, input.SubnetIds, input)
  return { Subnets, ...rest }
}
