import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  CreateTagsCommand,
  DeleteSecurityGroupCommand,
  DeleteTagsCommand,
  DescribeAccountAttributesCommand,
  DescribeAvailabilityZonesCommand,
  DescribeInternetGatewaysCommand,
  DescribeNetworkAclsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRegionsCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeTagsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcsCommand,
  EC2Client,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2'
import type { IpPermission } from '@aws-sdk/client-ec2'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSandbox } from '../../start.ts'
import type { RunningSandbox } from '../../start.ts'
import { createTaskInterface, deleteTaskInterface } from './network-interfaces.ts'

let sandbox: RunningSandbox
let ec2: EC2Client
let accountId: string

beforeAll(async () => {
  sandbox = await startSandbox({ dataDir: ':memory:', runtime: 'process' })
  const { accountId: id, ...credentials } = sandbox.createAccount()
  accountId = id
  ec2 = new EC2Client({ endpoint: sandbox.endpoint, region: 'eu-west-1', credentials })
})
afterAll(() => sandbox.close())

const refusal = (call: Promise<unknown>) =>
  call.then(
    () => 'no error',
    (error: Error) => `${error.name}: ${error.message}`,
  )

const web: IpPermission = {
  IpProtocol: 'tcp',
  FromPort: 80,
  ToPort: 80,
  IpRanges: [{ CidrIp: '0.0.0.0/0', Description: 'web' }],
}

async function group(GroupName: string): Promise<string> {
  const made = await ec2.send(new CreateSecurityGroupCommand({ GroupName, Description: GroupName }))
  return made.GroupId ?? ''
}

test('a region comes with the default VPC that AWS makes', async () => {
  const { Vpcs } = await ec2.send(
    new DescribeVpcsCommand({ Filters: [{ Name: 'is-default', Values: ['true'] }] }),
  )
  expect(Vpcs).toMatchObject([{ CidrBlock: '172.31.0.0/16', State: 'available', OwnerId: accountId }])
  const VpcId = Vpcs?.[0]?.VpcId ?? ''
  expect(VpcId).toMatch(/^vpc-[0-9a-f]{17}$/)
  const inVpc = { Filters: [{ Name: 'vpc-id', Values: [VpcId] }] }
  const { Subnets } = await ec2.send(new DescribeSubnetsCommand(inVpc))
  expect(
    Subnets?.map(s => [
      s.AvailabilityZone,
      s.AvailabilityZoneId,
      s.CidrBlock,
      s.AvailableIpAddressCount,
      s.MapPublicIpOnLaunch,
    ]),
  ).toEqual([
    ['eu-west-1a', 'euw1-az1', '172.31.0.0/20', 4091, true],
    ['eu-west-1b', 'euw1-az2', '172.31.16.0/20', 4091, true],
    ['eu-west-1c', 'euw1-az3', '172.31.32.0/20', 4091, true],
  ])
  const { InternetGateways } = await ec2.send(
    new DescribeInternetGatewaysCommand({ Filters: [{ Name: 'attachment.vpc-id', Values: [VpcId] }] }),
  )
  const { RouteTables } = await ec2.send(
    new DescribeRouteTablesCommand({
      Filters: [...inVpc.Filters, { Name: 'association.main', Values: ['true'] }],
    }),
  )
  expect(RouteTables?.[0]?.Routes).toMatchObject([
    { DestinationCidrBlock: '172.31.0.0/16', GatewayId: 'local' },
    { DestinationCidrBlock: '0.0.0.0/0', GatewayId: InternetGateways?.[0]?.InternetGatewayId },
  ])
  const { NetworkAcls } = await ec2.send(new DescribeNetworkAclsCommand(inVpc))
  expect(NetworkAcls?.[0]?.Associations).toHaveLength(3)
  const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand(inVpc))
  const [standard] = SecurityGroups ?? []
  expect(standard).toMatchObject({ GroupName: 'default', Description: 'default VPC security group' })
  expect(standard?.IpPermissions?.[0]?.UserIdGroupPairs).toEqual([
    { GroupId: standard?.GroupId, UserId: accountId },
  ])
  expect(standard?.IpPermissionsEgress?.[0]?.IpRanges).toEqual([{ CidrIp: '0.0.0.0/0' }])
  const hostnames = await ec2.send(
    new DescribeVpcAttributeCommand({ VpcId, Attribute: 'enableDnsHostnames' }),
  )
  expect(hostnames.EnableDnsHostnames).toEqual({ Value: true })
  const { AccountAttributes } = await ec2.send(
    new DescribeAccountAttributesCommand({ AttributeNames: ['default-vpc'] as never }),
  )
  expect(AccountAttributes?.[0]?.AttributeValues).toEqual([{ AttributeValue: VpcId }])
})

test('zones, regions, filters with wildcards, pages, and ids that are not', async () => {
  const zones = await ec2.send(
    new DescribeAvailabilityZonesCommand({ Filters: [{ Name: 'zone-name', Values: ['*-1b'] }] }),
  )
  expect(zones.AvailabilityZones).toMatchObject([
    { ZoneName: 'eu-west-1b', ZoneId: 'euw1-az2', State: 'available' },
  ])
  const regions = await ec2.send(new DescribeRegionsCommand({ RegionNames: ['eu-west-1'] }))
  expect(regions.Regions).toMatchObject([
    { RegionName: 'eu-west-1', Endpoint: 'ec2.eu-west-1.amazonaws.com' },
  ])
  const subnets = (input: object) => refusal(ec2.send(new DescribeSubnetsCommand(input)))
  expect(await subnets({ SubnetIds: ['subnet-0123'] })).toBe(
    "InvalidSubnetID.NotFound: The subnet ID 'subnet-0123' does not exist",
  )
  expect(await subnets({ Filters: [{ Name: 'constructor', Values: ['x'] }] })).toBe(
    "InvalidParameterValue: The filter 'constructor' is invalid",
  )
  expect(await subnets({ MaxResults: 2 })).toMatch(
    /^InvalidParameterValue: Value \( 2 \) for parameter maxResults/,
  )
  expect(await subnets({ DryRun: true })).toMatch(/^DryRunOperation/)
  expect(await refusal(ec2.send(new DescribeVpcsCommand({ VpcIds: ['vpc-1'] })))).toBe(
    "InvalidVpcID.NotFound: The vpc ID 'vpc-1' does not exist",
  )
  const first = await ec2.send(new DescribeSecurityGroupsCommand({ MaxResults: 5 }))
  expect(first.NextToken).toBeUndefined()
})

test('a security group: made, found, opened, shut, deleted', async () => {
  const id = await group('web')
  expect(id).toMatch(/^sg-[0-9a-f]{17}$/)
  const { SecurityGroups } = await ec2.send(
    new DescribeSecurityGroupsCommand({ Filters: [{ Name: 'group-name', Values: ['we?'] }] }),
  )
  const vpcId = SecurityGroups?.[0]?.VpcId
  expect(await refusal(group('web'))).toBe(
    `InvalidGroup.Duplicate: The security group 'web' already exists for VPC '${vpcId}'`,
  )
  const added = await ec2.send(
    new AuthorizeSecurityGroupIngressCommand({ GroupId: id, IpPermissions: [web] }),
  )
  expect(added.SecurityGroupRules).toMatchObject([
    {
      GroupId: id,
      IsEgress: false,
      IpProtocol: 'tcp',
      FromPort: 80,
      CidrIpv4: '0.0.0.0/0',
      Description: 'web',
    },
  ])
  const again = new AuthorizeSecurityGroupIngressCommand({ GroupId: id, IpPermissions: [web] })
  expect(await refusal(ec2.send(again))).toBe(
    'InvalidPermission.Duplicate: the specified rule "peer: 0.0.0.0/0, TCP, from port: 80, to port: 80, ALLOW" already exists',
  )
  const all = new AuthorizeSecurityGroupEgressCommand({
    GroupId: id,
    IpPermissions: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
  })
  expect(await refusal(ec2.send(all))).toBe(
    'InvalidPermission.Duplicate: the specified rule "peer: 0.0.0.0/0, ALL, ALLOW" already exists',
  )
  const rules = await ec2.send(
    new DescribeSecurityGroupRulesCommand({ Filters: [{ Name: 'group-id', Values: [id] }] }),
  )
  expect(rules.SecurityGroupRules).toHaveLength(2)
  const revoke = new RevokeSecurityGroupIngressCommand({ GroupId: id, IpPermissions: [web] })
  expect((await ec2.send(revoke)).RevokedSecurityGroupRules).toHaveLength(1)
  expect(await refusal(ec2.send(revoke))).toBe(
    'InvalidPermission.NotFound: The specified rule does not exist in this security group.',
  )
  await ec2.send(new DeleteSecurityGroupCommand({ GroupId: id }))
  expect(await refusal(ec2.send(new DeleteSecurityGroupCommand({ GroupId: id })))).toBe(
    `InvalidGroup.NotFound: The security group '${id}' does not exist`,
  )
})

test('rules that make no sense are refused', async () => {
  const GroupId = await group('strict')
  const open = (permission: IpPermission) =>
    refusal(ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: [permission] })))
  const from = [{ CidrIp: '10.0.0.0/8' }]
  expect(
    await open({ IpProtocol: 'tcp', FromPort: 80, ToPort: 80, IpRanges: [{ CidrIp: '1.2.3/24' }] }),
  ).toBe('InvalidParameterValue: CIDR block 1.2.3/24 is malformed')
  expect(await open({ IpProtocol: 'tcp', FromPort: 80, ToPort: 22, IpRanges: from })).toMatch(
    /Invalid TCP\/UDP port range \(80:22\)/,
  )
  expect(await open({ IpProtocol: 'tcp', FromPort: 80, ToPort: 70_000, IpRanges: from })).toMatch(
    /TCP\/UDP port \(70000\) out of range/,
  )
  expect(await open({ IpProtocol: 'tcp', IpRanges: from })).toMatch(/Must specify both from and to ports/)
  expect(await open({ IpProtocol: 'carrier-pigeon', IpRanges: from })).toMatch(/Unknown protocol/)
  expect(await open({ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: 'sg-0bad' }] })).toBe(
    "InvalidGroup.NotFound: The security group 'sg-0bad' does not exist",
  )
  expect(
    await open({ IpProtocol: '6', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '10.1.2.3/16' }] }),
  ).toBe('no error')
  const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [GroupId] }))
  expect(SecurityGroups?.[0]?.IpPermissions).toMatchObject([
    { IpProtocol: 'tcp', IpRanges: [{ CidrIp: '10.1.0.0/16' }] },
  ])
})

test('a group in use cannot be deleted: not while an interface bears it, nor while a rule names it', async () => {
  const [balancers, tasks] = [await group('balancers'), await group('tasks')]
  const pair: IpPermission = {
    IpProtocol: 'tcp',
    FromPort: 8080,
    ToPort: 8080,
    UserIdGroupPairs: [{ GroupId: balancers }],
  }
  await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: tasks, IpPermissions: [pair] }))
  const remove = (GroupId: string) => refusal(ec2.send(new DeleteSecurityGroupCommand({ GroupId })))
  expect(await remove(balancers)).toBe(`DependencyViolation: resource ${balancers} has a dependent object`)
  const scope = sandbox.sandbox.store.scope(accountId, 'eu-west-1')
  const { Subnets } = await ec2.send(new DescribeSubnetsCommand({}))
  const made = createTaskInterface(scope, {
    subnetId: Subnets?.[0]?.SubnetId ?? '',
    securityGroupIds: [tasks],
    assignPublicIp: true,
    description: 'task',
  })
  expect(await remove(tasks)).toBe(`DependencyViolation: resource ${tasks} has a dependent object`)
  const { NetworkInterfaces } = await ec2.send(
    new DescribeNetworkInterfacesCommand({ Filters: [{ Name: 'group-id', Values: [tasks] }] }),
  )
  expect(NetworkInterfaces).toMatchObject([
    {
      NetworkInterfaceId: made.networkInterfaceId,
      PrivateIpAddress: made.privateIpAddress,
      Association: { PublicIp: made.publicIpAddress },
      Groups: [{ GroupId: tasks, GroupName: 'tasks' }],
      Status: 'in-use',
    },
  ])
  deleteTaskInterface(scope, made.networkInterfaceId)
  expect(await remove(tasks)).toBe('no error')
  expect(await remove(balancers)).toBe('no error')
})

test('tags: given at birth, added, found by, taken away', async () => {
  const { GroupId = '' } = await ec2.send(
    new CreateSecurityGroupCommand({
      GroupName: 'tagged',
      Description: 'tagged',
      TagSpecifications: [{ ResourceType: 'security-group', Tags: [{ Key: 'slipway-lab', Value: '040' }] }],
    }),
  )
  await ec2.send(new CreateTagsCommand({ Resources: [GroupId], Tags: [{ Key: 'Name', Value: 'x' }] }))
  const byTag = (Name: string, Value: string) =>
    ec2
      .send(new DescribeSecurityGroupsCommand({ Filters: [{ Name, Values: [Value] }] }))
      .then(found => found.SecurityGroups?.map(g => g.GroupId))
  expect(await byTag('tag:slipway-lab', '04*')).toEqual([GroupId])
  expect(await byTag('tag-key', 'Name')).toEqual([GroupId])
  const tags = await ec2.send(
    new DescribeTagsCommand({ Filters: [{ Name: 'resource-id', Values: [GroupId] }] }),
  )
  expect(tags.Tags).toEqual([
    { ResourceId: GroupId, ResourceType: 'security-group', Key: 'slipway-lab', Value: '040' },
    { ResourceId: GroupId, ResourceType: 'security-group', Key: 'Name', Value: 'x' },
  ])
  await ec2.send(
    new DeleteTagsCommand({
      Resources: [GroupId],
      Tags: [{ Key: 'slipway-lab', Value: 'other' }, { Key: 'Name' }],
    }),
  )
  expect(await byTag('tag-key', 'Name')).toEqual([])
  expect(await byTag('tag-key', 'slipway-lab')).toEqual([GroupId])
  const reserved = new CreateTagsCommand({ Resources: [GroupId], Tags: [{ Key: 'aws:x', Value: '1' }] })
  expect(await refusal(ec2.send(reserved))).toMatch(/^InvalidParameterValue: .*reserved for internal use/)
})
