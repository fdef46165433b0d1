import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  CreateVpcEndpointCommand,
  DeleteVpcEndpointsCommand,
  DescribeManagedPrefixListsCommand,
  DescribeNetworkInterfacesCommand,
  DescribePrefixListsCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSubnetsCommand,
  DescribeVpcEndpointServicesCommand,
  DescribeVpcEndpointsCommand,
  GetManagedPrefixListEntriesCommand,
  ModifySecurityGroupRulesCommand,
  ModifyVpcEndpointCommand,
  UpdateSecurityGroupRuleDescriptionsIngressCommand,
} from '@aws-sdk/client-ec2'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { allowsEgress } from './reachability.ts'
import { endpointReach } from './reach.ts'
import { openEc2Account, refusal } from './testing/ec2-account.ts'
import type { Ec2Account } from './testing/ec2-account.ts'

const S3 = 'com.amazonaws.eu-west-1.s3'
let account: Ec2Account
let ec2: Ec2Account['ec2']
let VpcId: string
let subnetIds: string[]
let RouteTableId: string

beforeAll(async () => {
  account = await openEc2Account()
  ec2 = account.ec2
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}))
  VpcId = Subnets[0]?.VpcId ?? ''
  subnetIds = Subnets.flatMap(({ SubnetId }) => SubnetId ?? [])
  const { RouteTables } = await ec2.send(new DescribeRouteTablesCommand({}))
  RouteTableId = RouteTables?.[0]?.RouteTableId ?? ''
})
afterAll(() => account.sandbox.close())

const endpoint = (input: object) =>
  ec2
    .send(new CreateVpcEndpointCommand({ VpcId, ServiceName: S3, ...input }))
    .then(made => made.VpcEndpoint?.VpcEndpointId ?? '')
const interfaceEndpoint = (service: string, more = {}) =>
  endpoint({
    ServiceName: `com.amazonaws.eu-west-1.${service}`,
    VpcEndpointType: 'Interface',
    SubnetIds: subnetIds.slice(0, 2),
    ...more,
  })
const routes = async () =>
  (await ec2.send(new DescribeRouteTablesCommand({ RouteTableIds: [RouteTableId] }))).RouteTables?.[0]?.Routes
const remove = (id: string) => ec2.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: [id] }))

test('a gateway endpoint is a route to its prefix list', async () => {
  const reach = () => endpointReach(account.scope, subnetIds[0] ?? '', 's3')
  expect(reach()).toBe('none')
  const VpcEndpointId = await endpoint({ RouteTableIds: [RouteTableId] })
  expect(await routes()).toContainEqual(
    expect.objectContaining({ DestinationPrefixListId: 'pl-6da54004', GatewayId: VpcEndpointId }),
  )
  expect(reach()).toBe('gateway')
  expect(await refusal(endpoint({ RouteTableIds: [RouteTableId] }))).toBe(
    `RouteAlreadyExists: route table ${RouteTableId} already has a route with destination-prefix-list-id pl-6da54004`,
  )
  await ec2.send(new ModifyVpcEndpointCommand({ VpcEndpointId, RemoveRouteTableIds: [RouteTableId] }))
  expect(reach()).toBe('none')
  await ec2.send(new ModifyVpcEndpointCommand({ VpcEndpointId, AddRouteTableIds: [RouteTableId] }))
  expect(reach()).toBe('gateway')
  expect((await remove(VpcEndpointId)).Unsuccessful).toEqual([])
  expect(await routes()).toHaveLength(2)
  expect((await remove(VpcEndpointId)).Unsuccessful).toMatchObject([
    {
      ResourceId: VpcEndpointId,
      Error: {
        Code: 'InvalidVpcEndpointId.NotFound',
        Message: `The Vpc Endpoint Id '${VpcEndpointId}' does not exist`,
      },
    },
  ])
})

test('an interface endpoint has interfaces, takes its time, and lets in whom its groups let in', async () => {
  const { GroupId = '' } = await ec2.send(
    new CreateSecurityGroupCommand({ GroupName: 'endpoint', Description: 'endpoint' }),
  )
  const VpcEndpointId = await interfaceEndpoint('logs', { SecurityGroupIds: [GroupId] })
  const peer = { ips: ['172.31.0.9'], groupIds: [] }
  const reach = () => endpointReach(account.scope, subnetIds[2] ?? '', 'logs', peer)
  const described = async () =>
    (await ec2.send(new DescribeVpcEndpointsCommand({ VpcEndpointIds: [VpcEndpointId] }))).VpcEndpoints?.[0]
  expect((await described())?.State).toBe('pending')
  await account.clock.advance(60_000)
  expect(await described()).toMatchObject({
    State: 'available',
    PrivateDnsEnabled: true,
    Groups: [{ GroupId, GroupName: 'endpoint' }],
  })
  expect((await described())?.DnsEntries?.at(-1)?.DnsName).toBe('logs.eu-west-1.amazonaws.com')
  expect(reach()).toBe('none')
  await ec2.send(
    new AuthorizeSecurityGroupIngressCommand({
      GroupId,
      IpProtocol: 'tcp',
      FromPort: 443,
      ToPort: 443,
      CidrIp: '172.31.0.0/16',
    }),
  )
  expect(reach()).toBe('interface')
  expect(await refusal(interfaceEndpoint('logs'))).toBe(
    `InvalidParameter: private-dns-enabled cannot be set because there is already a conflicting DNS domain for logs.eu-west-1.amazonaws.com in the VPC ${VpcId}`,
  )
  const interfaces = async () =>
    (
      await ec2.send(
        new DescribeNetworkInterfacesCommand({
          Filters: [{ Name: 'interface-type', Values: ['vpc_endpoint'] }],
        }),
      )
    ).NetworkInterfaces?.length
  expect(await interfaces()).toBe(2)
  await ec2.send(new ModifyVpcEndpointCommand({ VpcEndpointId, RemoveSubnetIds: subnetIds.slice(0, 1) }))
  expect(await interfaces()).toBe(1)
  await remove(VpcEndpointId)
  expect((await described())?.State).toBe('deleting')
  await account.clock.advance(30_000)
  expect(await refusal(described())).toMatch(/^InvalidVpcEndpointId.NotFound/)
  expect(await interfaces()).toBe(0)
})

test('endpoints that AWS refuses', async () => {
  expect(await refusal(endpoint({ ServiceName: 'com.amazonaws.eu-west-1.pigeon' }))).toBe(
    "InvalidServiceName: The Vpc Endpoint Service 'com.amazonaws.eu-west-1.pigeon' does not exist",
  )
  expect(await refusal(endpoint({ ServiceName: 'com.amazonaws.eu-west-1.logs' }))).toBe(
    'InvalidParameter: Endpoint type (Gateway) does not match available service types ([Interface]).',
  )
  expect(await refusal(endpoint({ RouteTableIds: ['rtb-0bad'] }))).toMatch(/^InvalidRouteTableID.NotFound/)
  expect(await refusal(interfaceEndpoint('logs', { SubnetIds: ['subnet-0bad'] }))).toMatch(
    /^InvalidSubnetID.NotFound/,
  )
  expect(await refusal(endpoint({ SubnetIds: subnetIds }))).toMatch(/^InvalidParameter/)
  expect(await refusal(interfaceEndpoint('logs', { RouteTableIds: [RouteTableId] }))).toMatch(
    /^InvalidParameter/,
  )
  expect(await refusal(endpoint({ VpcEndpointType: 'GatewayLoadBalancer' }))).toMatch(/^NotImplemented/)
  expect(await refusal(ec2.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: [] })))).toMatch(
    /^MissingParameter/,
  )
})

test('services and prefix lists that AWS offers', async () => {
  const names: string[] = []
  let NextToken: string | undefined
  do {
    const page = await ec2.send(new DescribeVpcEndpointServicesCommand({ MaxResults: 7, NextToken }))
    names.push(...(page.ServiceDetails ?? []).map(s => `${s.ServiceName} ${s.ServiceType?.[0]?.ServiceType}`))
    NextToken = page.NextToken
  } while (NextToken)
  expect(names).toContain('com.amazonaws.eu-west-1.ecr.dkr Interface')
  expect(names.filter(name => name.startsWith(`${S3} `))).toEqual([`${S3} Gateway`, `${S3} Interface`])
  expect(await refusal(ec2.send(new DescribeVpcEndpointServicesCommand({ ServiceNames: ['x'] })))).toMatch(
    /^InvalidServiceName/,
  )
  const Filters = [{ Name: 'prefix-list-name', Values: ['*.s3'] }]
  const managed = await ec2.send(new DescribeManagedPrefixListsCommand({ Filters }))
  expect(managed.PrefixLists).toMatchObject([{ PrefixListId: 'pl-6da54004', OwnerId: 'AWS' }])
  const old = await ec2.send(new DescribePrefixListsCommand({ Filters }))
  const entries = await ec2.send(new GetManagedPrefixListEntriesCommand({ PrefixListId: 'pl-6da54004' }))
  expect(entries.Entries?.map(({ Cidr }) => Cidr)).toEqual(old.PrefixLists?.[0]?.Cidrs)
  expect(await refusal(ec2.send(new GetManagedPrefixListEntriesCommand({ PrefixListId: 'pl-0bad' })))).toBe(
    "InvalidPrefixListID.NotFound: The prefix list ID 'pl-0bad' does not exist",
  )
})

test('a rule by prefix list lets out to its ranges only', async () => {
  const { GroupId = '' } = await ec2.send(
    new CreateSecurityGroupCommand({ GroupName: 'to-s3', Description: 'to S3', VpcId }),
  )
  const { SecurityGroupRules = [] } = await ec2.send(
    new DescribeSecurityGroupRulesCommand({ Filters: [{ Name: 'group-id', Values: [GroupId] }] }),
  )
  const rule = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443 }
  const SecurityGroupRuleId = SecurityGroupRules[0]?.SecurityGroupRuleId
  await ec2.send(
    new ModifySecurityGroupRulesCommand({
      GroupId,
      SecurityGroupRules: [
        { SecurityGroupRuleId, SecurityGroupRule: { ...rule, PrefixListId: 'pl-6da54004' } },
      ],
    }),
  )
  const letsOut = (ip: string) => allowsEgress(account.scope, [GroupId], { ips: [ip], groupIds: [] }, 443)
  expect([letsOut('52.218.1.1'), letsOut('8.8.8.8')]).toEqual([true, false])
  const lists = (PrefixListId: string) => ({
    GroupId,
    IpPermissions: [{ ...rule, PrefixListIds: [{ PrefixListId }] }],
  })
  const authorize = (id: string) => refusal(ec2.send(new AuthorizeSecurityGroupEgressCommand(lists(id))))
  expect(await authorize('pl-0bad')).toMatch(/^InvalidPrefixListID.NotFound/)
  expect(await authorize('pl-6da54004')).toMatch(/^InvalidPermission.Duplicate/)
})

test('rules are rewritten in place, and described anew', async () => {
  const { GroupId = '' } = await ec2.send(
    new CreateSecurityGroupCommand({ GroupName: 'changing', Description: 'changing' }),
  )
  const open = (port: number, CidrIp: string) => ({
    GroupId,
    IpPermissions: [
      { IpProtocol: 'tcp', FromPort: port, ToPort: port, IpRanges: [{ CidrIp, Description: 'new' }] },
    ],
  })
  const { SecurityGroupRules: [made] = [] } = await ec2.send(
    new AuthorizeSecurityGroupIngressCommand(open(80, '10.0.0.0/8')),
  )
  await ec2.send(new AuthorizeSecurityGroupIngressCommand(open(81, '10.0.0.0/8')))
  const SecurityGroupRuleId = made?.SecurityGroupRuleId
  const modify = (FromPort: number, id = SecurityGroupRuleId) =>
    refusal(
      ec2.send(
        new ModifySecurityGroupRulesCommand({
          GroupId,
          SecurityGroupRules: [
            {
              SecurityGroupRuleId: id,
              SecurityGroupRule: { IpProtocol: 'tcp', FromPort, ToPort: FromPort, CidrIpv4: '10.0.0.0/8' },
            },
          ],
        }),
      ),
    )
  expect(await modify(81)).toMatch(/^InvalidPermission.Duplicate/)
  expect(await modify(82, 'sgr-0bad')).toMatch(/^InvalidSecurityGroupRuleId.NotFound/)
  expect(await modify(82)).toBe('no error')
  await ec2.send(new UpdateSecurityGroupRuleDescriptionsIngressCommand(open(82, '10.0.0.0/8')))
  const describe = () =>
    ec2.send(
      new DescribeSecurityGroupRulesCommand({
        ...(SecurityGroupRuleId && { SecurityGroupRuleIds: [SecurityGroupRuleId] }),
      }),
    )
  expect((await describe()).SecurityGroupRules).toMatchObject([{ FromPort: 82, Description: 'new' }])
  await ec2.send(
    new UpdateSecurityGroupRuleDescriptionsIngressCommand({
      GroupId,
      SecurityGroupRuleDescriptions: [{ SecurityGroupRuleId }],
    }),
  )
  expect((await describe()).SecurityGroupRules?.[0]?.Description).toBeUndefined()
  expect(
    await refusal(ec2.send(new UpdateSecurityGroupRuleDescriptionsIngressCommand(open(99, '10.0.0.0/8')))),
  ).toMatch(/^InvalidPermission.NotFound/)
})
