import type {
  DescribeNetworkInterfacesRequest,
  DescribeNetworkInterfacesResult,
  NetworkInterface,
} from '@aws-sdk/client-ec2'
import type { Operation } from '../../../operation.ts'
import { network } from '../default-vpc.ts'
import { describe } from '../describe.ts'
import type { Kind } from '../describe.ts'
import { notFound } from '../errors.ts'
import { matchingNothing } from '../filters.ts'
import { shownInterface } from '../shown-interface.ts'

const NETWORK_INTERFACE: Kind<NetworkInterface> = {
  prefix: 'eni-',
  malformed: 'InvalidNetworkInterfaceId.Malformed',
  notFound: ids => notFound('InvalidNetworkInterfaceID.NotFound', 'networkInterface ID', ids),
  idOf: eni => eni.NetworkInterfaceId ?? '',
  tagsOf: eni => eni.TagSet ?? [],
  fields: {
    'addresses.private-ip-address': eni => eni.PrivateIpAddress,
    'association.allocation-id': eni => eni.Association?.AllocationId,
    'association.association-id': eni => eni.Association?.AssociationId,
    'addresses.association.public-ip': eni => eni.Association?.PublicIp,
    'association.public-ip': eni => eni.Association?.PublicIp,
    'association.public-dns-name': eni => eni.Association?.PublicDnsName,
    'attachment.attachment-id': eni => eni.Attachment?.AttachmentId,
    'attachment.instance-owner-id': eni => eni.Attachment?.InstanceOwnerId,
    'attachment.status': eni => eni.Attachment?.Status,
    'availability-zone': eni => eni.AvailabilityZone,
    'availability-zone-id': eni => eni.AvailabilityZoneId,
    description: eni => eni.Description,
    'group-id': eni => eni.Groups?.map(group => group.GroupId),
    'group-name': eni => eni.Groups?.map(group => group.GroupName),
    'interface-type': eni => eni.InterfaceType,
    'mac-address': eni => eni.MacAddress,
    'network-interface-id': eni => eni.NetworkInterfaceId,
    'owner-id': eni => eni.OwnerId,
    'private-dns-name': eni => eni.PrivateDnsName,
    'private-ip-address': eni => eni.PrivateIpAddress,
    'requester-id': eni => eni.RequesterId,
    'requester-managed': eni => eni.RequesterManaged,
    'source-dest-check': eni => eni.SourceDestCheck,
    status: eni => eni.Status,
    'subnet-id': eni => eni.SubnetId,
    'vpc-id': eni => eni.VpcId,
    'addresses.association.owner-id': eni => eni.Association?.IpOwnerId,
    'addresses.primary': eni => eni.PrivateIpAddresses?.map(address => address.Primary),
    'association.ip-owner-id': eni => eni.Association?.IpOwnerId,
    'attachment.attach-time': eni => eni.Attachment?.AttachTime?.toISOString(),
    'attachment.delete-on-termination': eni => eni.Attachment?.DeleteOnTermination,
    'attachment.device-index': eni => eni.Attachment?.DeviceIndex,
    ...matchingNothing(
      'attachment.instance-id',
      'attachment.nat-gateway-id',
      'ipv6-addresses.ipv6-address',
      'operator.managed',
      'operator.principal',
    ),
  },
}

/** Elastic network interfaces of tasks and load balancers, by id or filters. */
export const describeNetworkInterfaces: Operation<
  DescribeNetworkInterfacesRequest,
  DescribeNetworkInterfacesResult
> = (input, { scope }) => {
  const all = network(scope)
    .networkInterfaces.values()
    .map(document => shownInterface(scope, document))
  const { found: NetworkInterfaces, ...rest } = describe(
    all,
    NETWORK_INTERFACE,
    input.NetworkInterfaceIds,
    input,
  )
  return { NetworkInterfaces, ...rest }
}
