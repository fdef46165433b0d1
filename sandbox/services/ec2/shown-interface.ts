import type { NetworkInterface, NetworkInterfaceType } from '@aws-sdk/client-ec2'
import type { Scope } from '../../store/store.ts'
import { network } from './default-vpc.ts'
import { privateDnsName, publicDnsName } from './network-interfaces.ts'
import type { NetworkInterfaceDocument } from './store.ts'

/** An interface as DescribeNetworkInterfaces shows it. */
export function shownInterface(scope: Scope, eni: NetworkInterfaceDocument): NetworkInterface {
  const { addresses, securityGroups, subnets } = network(scope)
  const dnsName = privateDnsName(scope.region, eni.PrivateIpAddress)
  const elastic = addresses.values().find(address => address.PublicIp === eni.PublicIp)
  const association = eni.PublicIp && {
    ...(elastic && { AllocationId: elastic.AllocationId, AssociationId: elastic.AssociationId }),
    IpOwnerId: elastic ? scope.accountId : eni.requesterId === 'amazon-elb' ? 'amazon-elb' : 'amazon',
    PublicDnsName: publicDnsName(scope.region, eni.PublicIp),
    PublicIp: eni.PublicIp,
  }
  return {
    ...(association && { Association: association }),
    ...(eni.attachedBy && {
      Attachment: {
        AttachTime: new Date(eni.attachedAt),
        AttachmentId: eni.attachmentId,
        DeleteOnTermination: false,
        DeviceIndex: 1,
        InstanceOwnerId: eni.attachedBy,
        Status: 'attached' as const,
      },
    }),
    AvailabilityZone: eni.AvailabilityZone,
    AvailabilityZoneId: subnets.get(eni.SubnetId)?.AvailabilityZoneId,
    Description: eni.Description,
    Groups: eni.GroupIds.map(GroupId => ({ GroupId, GroupName: securityGroups.get(GroupId)?.GroupName })),
    // AWS answers nat_gateway, which its own model calls natGateway.
    InterfaceType: (eni.interfaceType ?? 'interface') as NetworkInterfaceType,
    Ipv6Addresses: [],
    MacAddress: eni.MacAddress,
    NetworkInterfaceId: eni.NetworkInterfaceId,
    OwnerId: scope.accountId,
    PrivateDnsName: dnsName,
    PrivateIpAddress: eni.PrivateIpAddress,
    PrivateIpAddresses: [
      {
        ...(association && { Association: association }),
        Primary: true,
        PrivateDnsName: dnsName,
        PrivateIpAddress: eni.PrivateIpAddress,
      },
    ],
    ...(eni.requesterId && { RequesterId: eni.requesterId }),
    RequesterManaged: eni.requesterId !== undefined,
    SourceDestCheck: true,
    Status: eni.attachedBy ? 'in-use' : 'available',
    SubnetId: eni.SubnetId,
    TagSet: eni.Tags,
    VpcId: eni.VpcId,
  }
}
