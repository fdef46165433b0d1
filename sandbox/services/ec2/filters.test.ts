import {
  AllocateAddressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  CreateTagsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
} from '@aws-sdk/client-ec2'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openEc2Account, refusal } from './testing/ec2-account.ts'
import type { Ec2Account } from './testing/ec2-account.ts'

let account: Ec2Account
beforeAll(async () => (account = await openEc2Account()))
afterAll(() => account.sandbox.close())

const filters = (Name: string, Value: string) => ({ Filters: [{ Name, Values: [Value] }] })

test.each([
  ['ipv6-native', 'false', 3],
  ['enable-dns64', 'true', 0],
  ['private-dns-name-options-on-launch.hostname-type', 'ip-name', 3],
  ['outpost-arn', '*', 0],
  ['ipv6-cidr-block-association.state', '*', 0],
])('subnets by %s = %s: %i', async (name, value, count) => {
  const { Subnets } = await account.ec2.send(new DescribeSubnetsCommand(filters(name, value)))
  expect(Subnets).toHaveLength(count)
})

test('a filter for what nobody has here finds nothing; one that AWS does not have is refused', async () => {
  const { ec2 } = account
  const ipv6 = filters('ipv6-cidr-block-association.ipv6-cidr-block', '*')
  expect((await ec2.send(new DescribeVpcsCommand(ipv6))).Vpcs).toEqual([])
  const peering = filters('route.vpc-peering-connection-id', '*')
  expect((await ec2.send(new DescribeRouteTablesCommand(peering))).RouteTables).toEqual([])
  const instance = filters('attachment.instance-id', '*')
  expect((await ec2.send(new DescribeNetworkInterfacesCommand(instance))).NetworkInterfaces).toEqual([])
  expect(await refusal(ec2.send(new DescribeVpcsCommand(filters('ipv6', '*'))))).toBe(
    "InvalidParameterValue: The filter 'ipv6' is invalid",
  )
})

test('security groups by all that their rules may name', async () => {
  const { ec2 } = account
  const made = await ec2.send(new CreateSecurityGroupCommand({ GroupName: 'wide', Description: 'd' }))
  const GroupId = made.GroupId ?? ''
  await ec2.send(
    new AuthorizeSecurityGroupIngressCommand({
      GroupId,
      IpPermissions: [
        { IpProtocol: 'tcp', FromPort: 80, ToPort: 80, Ipv6Ranges: [{ CidrIpv6: '::/0' }] },
        { IpProtocol: 'tcp', FromPort: 81, ToPort: 81, UserIdGroupPairs: [{ GroupId }] },
      ],
    }),
  )
  const found = async (name: string, value: string) => {
    const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand(filters(name, value)))
    return SecurityGroups?.map(({ GroupName }) => GroupName)
  }
  expect(await found('ip-permission.ipv6-cidr', '::/0')).toEqual(['wide'])
  expect(await found('ip-permission.user-id', '*')).toContain('wide')
  expect(await found('egress.ip-permission.user-id', '*')).toEqual([])
  expect(await found('ip-permission.prefix-list-id', '*')).toEqual([])
})

test('a tag key is given once, and an address is of a VPC', async () => {
  const { ec2 } = account
  const { Vpcs = [] } = await ec2.send(new DescribeVpcsCommand({}))
  const twice = ['1', '2'].map(Value => ({ Key: 'Name', Value }))
  const Resources = Vpcs.map(({ VpcId = '' }) => VpcId)
  expect(await refusal(ec2.send(new CreateTagsCommand({ Resources, Tags: twice })))).toBe(
    "InvalidParameterValue: Duplicate tag key 'Name' specified.",
  )
  const TagSpecifications = [{ ResourceType: 'elastic-ip' as const, Tags: twice }]
  expect(await refusal(ec2.send(new AllocateAddressCommand({ TagSpecifications })))).toBe(
    "InvalidParameterValue: Duplicate tag key 'Name' specified.",
  )
  expect(await refusal(ec2.send(new AllocateAddressCommand({ Domain: 'moon' as 'vpc' })))).toMatch(
    /^InvalidParameterValue: Invalid value 'moon' for domain/,
  )
})

test('endpoints are all of services of the region', async () => {
  const { VpcEndpoints } = await account.ec2.send(
    new DescribeVpcEndpointsCommand(filters('service-region', 'mars-north-1')),
  )
  expect(VpcEndpoints).toEqual([])
})
