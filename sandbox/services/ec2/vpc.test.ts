import {
  AssociateVpcCidrBlockCommand,
  CreateDefaultVpcCommand,
  CreateNetworkInterfaceCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DeleteNetworkInterfaceCommand,
  DeleteSecurityGroupCommand,
  DeleteSubnetCommand,
  DeleteVpcCommand,
  DescribeNetworkAclsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcsCommand,
  DisassociateVpcCidrBlockCommand,
  ModifySubnetAttributeCommand,
  ModifyVpcAttributeCommand,
  paginateDescribeSubnets,
} from '@aws-sdk/client-ec2'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openEc2Account, refusal } from './testing/ec2-account.ts'
import type { Ec2Account } from './testing/ec2-account.ts'

let account: Ec2Account
beforeAll(async () => (account = await openEc2Account()))
afterAll(() => account.sandbox.close())

const vpc = (CidrBlock = '10.0.0.0/16', more = {}) =>
  account.ec2.send(new CreateVpcCommand({ CidrBlock, ...more })).then(made => made.Vpc?.VpcId ?? '')
const subnet = (VpcId: string, CidrBlock: string, more = {}) =>
  account.ec2
    .send(new CreateSubnetCommand({ VpcId, CidrBlock, ...more }))
    .then(made => made.Subnet?.SubnetId ?? '')

test('a VPC comes with its main route table, network ACL and security group, and goes with them', async () => {
  const VpcId = await vpc('10.7.1.9/16', {
    TagSpecifications: [{ ResourceType: 'vpc', Tags: [{ Key: 'Name', Value: 'mine' }] }],
  })
  const { Vpcs } = await account.ec2.send(
    new DescribeVpcsCommand({ Filters: [{ Name: 'tag:Name', Values: ['mine'] }] }),
  )
  expect(Vpcs).toMatchObject([{ VpcId, CidrBlock: '10.7.0.0/16', State: 'available', IsDefault: false }])
  const Filters = [{ Name: 'vpc-id', Values: [VpcId] }]
  const tables = await account.ec2.send(new DescribeRouteTablesCommand({ Filters }))
  expect(tables.RouteTables).toMatchObject([
    { Associations: [{ Main: true }], Routes: [{ DestinationCidrBlock: '10.7.0.0/16', GatewayId: 'local' }] },
  ])
  const groups = await account.ec2.send(new DescribeSecurityGroupsCommand({ Filters }))
  expect(groups.SecurityGroups).toMatchObject([{ GroupName: 'default' }])
  const SubnetId = await subnet(VpcId, '10.7.1.0/24')
  const acls = await account.ec2.send(new DescribeNetworkAclsCommand({ Filters }))
  expect(acls.NetworkAcls?.[0]?.Associations?.map(a => a.SubnetId)).toEqual([SubnetId])

  const remove = () => refusal(account.ec2.send(new DeleteVpcCommand({ VpcId })))
  expect(await remove()).toBe(
    `DependencyViolation: The vpc '${VpcId}' has dependencies and cannot be deleted.`,
  )
  await account.ec2.send(new DeleteSubnetCommand({ SubnetId }))
  const { GroupId } = await account.ec2.send(
    new CreateSecurityGroupCommand({ GroupName: 'web', Description: 'web', VpcId }),
  )
  expect(await remove()).toMatch(/^DependencyViolation/)
  await account.ec2.send(new DeleteSecurityGroupCommand({ GroupId }))
  expect(await remove()).toBe('no error')
  expect(await remove()).toBe(`InvalidVpcID.NotFound: The vpc ID '${VpcId}' does not exist`)
  const left = await account.ec2.send(new DescribeSecurityGroupsCommand({ Filters }))
  expect(left.SecurityGroups).toEqual([])
})

test('ranges that AWS refuses', async () => {
  expect(await refusal(vpc('10.0.0.0/8'))).toBe("InvalidVpc.Range: The CIDR '10.0.0.0/8' is invalid.")
  expect(await refusal(vpc('10.0.0/16'))).toBe(
    'InvalidParameterValue: Value (10.0.0/16) for parameter cidrBlock is invalid. This is not a valid CIDR block.',
  )
  expect(await refusal(account.ec2.send(new CreateVpcCommand({})))).toBe(
    'MissingParameter: The request must contain the parameter cidrBlock',
  )
  expect(await refusal(vpc('10.0.0.0/16', { DryRun: true }))).toMatch(/^DryRunOperation/)
  expect(await refusal(vpc('10.0.0.0/16', { AmazonProvidedIpv6CidrBlock: true }))).toMatch(/^NotImplemented/)
  const VpcId = await vpc()
  await subnet(VpcId, '10.0.0.0/24')
  expect(await refusal(subnet(VpcId, '10.0.0.128/25'))).toBe(
    "InvalidSubnet.Conflict: The CIDR '10.0.0.128/25' conflicts with another subnet",
  )
  expect(await refusal(subnet(VpcId, '10.1.0.0/24'))).toBe(
    "InvalidSubnet.Range: The CIDR '10.1.0.0/24' is invalid.",
  )
  expect(await refusal(subnet(VpcId, '10.0.9.0/24', { AvailabilityZone: 'eu-west-1x' }))).toBe(
    'InvalidParameterValue: Value (eu-west-1x) for parameter availabilityZone is invalid. Subnets can currently only be created in the following availability zones: eu-west-1a, eu-west-1b, eu-west-1c.',
  )
  expect(await refusal(subnet('vpc-1', '10.0.1.0/24'))).toMatch(/^InvalidVpcID.NotFound/)
  expect(await refusal(subnet('subnet-1', '10.0.1.0/24'))).toBe(
    'InvalidVpcID.Malformed: Invalid id: "subnet-1" (expecting "vpc-...")',
  )
})

test('subnets, page by page to the end', async () => {
  const VpcId = await vpc('10.20.0.0/16')
  for (let index = 0; index < 12; index++) await subnet(VpcId, `10.20.${index}.0/24`)
  const Filters = [{ Name: 'vpc-id', Values: [VpcId] }]
  const sizes: number[] = []
  const ids = new Set<string | undefined>()
  for await (const { Subnets = [] } of paginateDescribeSubnets(
    { client: account.ec2, pageSize: 5 },
    { Filters },
  )) {
    sizes.push(Subnets.length)
    for (const { SubnetId } of Subnets) ids.add(SubnetId)
  }
  expect(sizes).toEqual([5, 5, 2])
  expect(ids.size).toBe(12)
})

test('attributes of VPCs and subnets, one a call', async () => {
  const VpcId = await vpc('10.30.0.0/16')
  const hostnames = () =>
    account.ec2
      .send(new DescribeVpcAttributeCommand({ VpcId, Attribute: 'enableDnsHostnames' }))
      .then(found => found.EnableDnsHostnames?.Value)
  expect(await hostnames()).toBe(false)
  await account.ec2.send(new ModifyVpcAttributeCommand({ VpcId, EnableDnsHostnames: { Value: true } }))
  expect(await hostnames()).toBe(true)
  const both = { EnableDnsHostnames: { Value: true }, EnableDnsSupport: { Value: true } }
  expect(await refusal(account.ec2.send(new ModifyVpcAttributeCommand({ VpcId, ...both })))).toBe(
    'InvalidParameterCombination: Fields for multiple attribute types specified: enableDnsSupport, enableDnsHostnames',
  )
  expect(await refusal(account.ec2.send(new ModifyVpcAttributeCommand({ VpcId })))).toMatch(
    /^InvalidParameterCombination/,
  )
  const SubnetId = await subnet(VpcId, '10.30.0.0/24', { AvailabilityZoneId: 'euw1-az2' })
  await account.ec2.send(new ModifySubnetAttributeCommand({ SubnetId, MapPublicIpOnLaunch: { Value: true } }))
  const { Subnets } = await account.ec2.send(new DescribeSubnetsCommand({ SubnetIds: [SubnetId] }))
  expect(Subnets).toMatchObject([
    { MapPublicIpOnLaunch: true, AvailabilityZone: 'eu-west-1b', AvailableIpAddressCount: 251 },
  ])
  expect(await refusal(account.ec2.send(new ModifySubnetAttributeCommand({ SubnetId })))).toMatch(
    /^InvalidParameterCombination/,
  )
  expect(
    await refusal(
      account.ec2.send(new ModifySubnetAttributeCommand({ SubnetId, EnableDns64: { Value: true } })),
    ),
  ).toMatch(/^NotImplemented/)
})

test('a second range of a VPC has subnets of its own', async () => {
  const VpcId = await vpc('10.40.0.0/16')
  const associate = (CidrBlock: string) =>
    account.ec2.send(new AssociateVpcCidrBlockCommand({ VpcId, CidrBlock }))
  const { CidrBlockAssociation } = await associate('10.41.0.0/16')
  const AssociationId = CidrBlockAssociation?.AssociationId ?? ''
  expect(await refusal(associate('10.41.1.0/24'))).toMatch(/^InvalidVpc.Range/)
  const SubnetId = await subnet(VpcId, '10.41.1.0/24')
  const drop = (id: string) =>
    refusal(account.ec2.send(new DisassociateVpcCidrBlockCommand({ AssociationId: id })))
  expect(await drop(AssociationId)).toMatch(/^InvalidCidrBlock.InUse/)
  await account.ec2.send(new DeleteSubnetCommand({ SubnetId }))
  expect(await drop(AssociationId)).toBe('no error')
  expect(await drop(AssociationId)).toMatch(/^InvalidVpcCidrBlockAssociationID.NotFound/)
  const { Vpcs } = await account.ec2.send(new DescribeVpcsCommand({ VpcIds: [VpcId] }))
  const first = Vpcs?.[0]?.CidrBlockAssociationSet ?? []
  expect(first).toHaveLength(1)
  expect(await drop(first[0]?.AssociationId ?? '')).toMatch(/^OperationNotPermitted/)
})

test('an interface of its own keeps its subnet, and can have an address chosen', async () => {
  const VpcId = await vpc('10.50.0.0/16')
  const SubnetId = await subnet(VpcId, '10.50.0.0/24')
  const make = (PrivateIpAddress: string) =>
    account.ec2.send(new CreateNetworkInterfaceCommand({ SubnetId, PrivateIpAddress }))
  const { NetworkInterface } = await make('10.50.0.77')
  const NetworkInterfaceId = NetworkInterface?.NetworkInterfaceId ?? ''
  const { NetworkInterfaces } = await account.ec2.send(
    new DescribeNetworkInterfacesCommand({ Filters: [{ Name: 'subnet-id', Values: [SubnetId] }] }),
  )
  expect(NetworkInterfaces).toMatchObject([
    { PrivateIpAddress: '10.50.0.77', Status: 'available', RequesterManaged: false },
  ])
  expect(NetworkInterfaces?.[0]?.Attachment).toBeUndefined()
  expect(await refusal(make('10.50.0.77'))).toBe('InvalidIPAddress.InUse: Address 10.50.0.77 is in use.')
  expect(await refusal(make('10.50.1.7'))).toMatch(/does not fall within the subnet's address range/)
  expect(await refusal(make('10.50.0.2'))).toMatch(/reserved address range/)
  const removeSubnet = () => refusal(account.ec2.send(new DeleteSubnetCommand({ SubnetId })))
  expect(await removeSubnet()).toBe(
    `DependencyViolation: The subnet '${SubnetId}' has dependencies and cannot be deleted.`,
  )
  await account.ec2.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId }))
  expect(await removeSubnet()).toBe('no error')
  expect(await refusal(account.ec2.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId })))).toMatch(
    /^InvalidNetworkInterfaceID.NotFound/,
  )
})

test('the default VPC is made again only where it is gone', async () => {
  expect(await refusal(account.ec2.send(new CreateDefaultVpcCommand({})))).toBe(
    'DefaultVpcAlreadyExists: A Default VPC already exists for this account in this region.',
  )
})
