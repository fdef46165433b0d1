import type { WithoutEffect } from '../../gateway/service.ts'

/** Parameters that are accepted and change nothing. */
export const withoutEffect: WithoutEffect = {
  AssociateRouteTable: { PublicIpv4Pool: 'there are no address pools' },
  AssociateVpcCidrBlock: {
    'Ipv4NetmaskLength, Ipv6NetmaskLength': 'there is no IPAM',
    Ipv6CidrBlockNetworkBorderGroup: 'there are no Local Zones',
  },
  AuthorizeSecurityGroupEgress: { SourceSecurityGroupOwnerId: 'groups are those of the account' },
  AuthorizeSecurityGroupIngress: { SourceSecurityGroupOwnerId: 'groups are those of the account' },
  CreateNatGateway: {
    AvailabilityZoneAddresses: 'gateways are in one zone',
    SecondaryPrivateIpAddresses: 'gateways have one private address',
  },
  CreateNetworkInterface: {
    'Ipv4Prefixes, Ipv4PrefixCount, Ipv6Prefixes, Ipv6PrefixCount': 'interfaces have addresses, no prefixes',
    EnablePrimaryIpv6: 'interfaces are on IPv4',
    ConnectionTrackingSpecification: 'not kept',
    Operator: 'there are no managed interfaces',
  },
  CreateRoute: { OdbNetworkArn: 'there are no Oracle Database networks' },
  CreateRouteTable: { ClientToken: 'a repeated request makes another table' },
  CreateSubnet: {
    OutpostArn: 'there are no Outposts',
    'Ipv4NetmaskLength, Ipv6NetmaskLength': 'there is no IPAM',
  },
  CreateVpc: {
    InstanceTenancy: 'kept, shown',
    'Ipv4NetmaskLength, Ipv6NetmaskLength': 'there is no IPAM',
    Ipv6CidrBlockNetworkBorderGroup: 'there are no Local Zones',
    VpcEncryptionControl: 'nothing is encrypted between tasks',
  },
  CreateVpcEndpoint: {
    PolicyDocument: 'kept, shown: requests through an endpoint are not judged by it',
    DnsOptions: 'not kept',
    'ServiceNetworkArn, ResourceConfigurationArn': 'there is no VPC Lattice',
  },
  DescribeAvailabilityZones: { AllAvailabilityZones: 'only the zones of the region are there' },
  DescribeInstances: { IncludeManagedResources: 'there are none' },
  DescribeNetworkInterfaces: { IncludeManagedResources: 'there are none' },
  DescribeRegions: { AllRegions: 'every region is opted in' },
  DescribeVpcEndpointServices: { ServiceRegions: 'services are those of the region' },
  GetManagedPrefixListEntries: { TargetVersion: 'lists have one version' },
  ModifySubnetAttribute: {
    'EnableResourceNameDnsARecordOnLaunch, PrivateDnsHostnameTypeOnLaunch':
      'kept, shown: there are no instances',
    'EnableResourceNameDnsAAAARecordOnLaunch, CustomerOwnedIpv4Pool, MapCustomerOwnedIpOnLaunch, EnableLniAtDeviceIndex, DisableLniAtDeviceIndex':
      'there are no Outposts and no instances',
  },
  ModifyVpcEndpoint: { DnsOptions: 'not kept' },
  ReplaceRoute: { OdbNetworkArn: 'there are no Oracle Database networks' },
  RevokeSecurityGroupEgress: { SourceSecurityGroupOwnerId: 'groups are those of the account' },
  RevokeSecurityGroupIngress: { SourceSecurityGroupOwnerId: 'groups are those of the account' },
}
