import {
  AllocateAddressCommand,
  AssociateAddressCommand,
  AssociateRouteTableCommand,
  AttachInternetGatewayCommand,
  CreateInternetGatewayCommand,
  CreateNatGatewayCommand,
  CreateNetworkInterfaceCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DeleteInternetGatewayCommand,
  DeleteNatGatewayCommand,
  DeleteRouteCommand,
  DeleteRouteTableCommand,
  DeleteSubnetCommand,
  DescribeAddressesCommand,
  DescribeInstancesCommand,
  DescribeNatGatewaysCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  DescribeVpnGatewaysCommand,
  DetachInternetGatewayCommand,
  DisassociateAddressCommand,
  DisassociateRouteTableCommand,
  paginateDescribeNatGateways,
  ReleaseAddressCommand,
  ReplaceRouteCommand,
  ReplaceRouteTableAssociationCommand,
} from '@aws-sdk/client-ec2'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startControllers } from './controllers.ts'
import { internetReach } from './reach.ts'
import { collections } from './store.ts'
import { openEc2Account, refusal } from './testing/ec2-account.ts'
import type { Ec2Account } from './testing/ec2-account.ts'

const ANYWHERE = '0.0.0.0/0'
let account: Ec2Account
let ec2: Ec2Account['ec2']
let VpcId: string
let SubnetId: string

beforeAll(async () => {
  account = await openEc2Account()
  ec2 = account.ec2
})
afterAll(() => account.sandbox.close())
beforeEach(async () => {
  const made = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }))
  VpcId = made.Vpc?.VpcId ?? ''
  SubnetId = await subnet('10.0.0.0/24')
})

const subnet = (CidrBlock: string) =>
  ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock })).then(made => made.Subnet?.SubnetId ?? '')
const routeTable = () =>
  ec2.send(new CreateRouteTableCommand({ VpcId })).then(made => made.RouteTable?.RouteTableId ?? '')
const address = () => ec2.send(new AllocateAddressCommand({})).then(made => made.AllocationId ?? '')
const natGateway = (AllocationId?: string) =>
  ec2
    .send(new CreateNatGatewayCommand({ SubnetId, AllocationId }))
    .then(made => made.NatGateway?.NatGatewayId ?? '')
const described = async (id: string) =>
  (await ec2.send(new DescribeNatGatewaysCommand({ NatGatewayIds: [id] }))).NatGateways?.[0]
const main = async () => {
  const Filters = [
    { Name: 'vpc-id', Values: [VpcId] },
    { Name: 'association.main', Values: ['true'] },
  ]
  const { RouteTables } = await ec2.send(new DescribeRouteTablesCommand({ Filters }))
  return RouteTables?.[0]
}
async function internetGateway(): Promise<string> {
  const { InternetGateway } = await ec2.send(new CreateInternetGatewayCommand({}))
  const InternetGatewayId = InternetGateway?.InternetGatewayId ?? ''
  await ec2.send(new AttachInternetGatewayCommand({ InternetGatewayId, VpcId }))
  return InternetGatewayId
}

test('an internet gateway: one a VPC, gone only when nothing needs it', async () => {
  const InternetGatewayId = await internetGateway()
  const attach = (id: string) =>
    refusal(ec2.send(new AttachInternetGatewayCommand({ InternetGatewayId: id, VpcId })))
  expect(await attach(InternetGatewayId)).toBe(
    `Resource.AlreadyAssociated: resource ${InternetGatewayId} is already attached to network ${VpcId}`,
  )
  const second =
    (await ec2.send(new CreateInternetGatewayCommand({}))).InternetGateway?.InternetGatewayId ?? ''
  expect(await attach(second)).toBe(
    `InvalidParameterValue: Network ${VpcId} already has an internet gateway attached`,
  )
  expect(
    await refusal(ec2.send(new DetachInternetGatewayCommand({ InternetGatewayId: second, VpcId }))),
  ).toBe(`Gateway.NotAttached: resource ${second} is not attached to network ${VpcId}`)
  const remove = () => refusal(ec2.send(new DeleteInternetGatewayCommand({ InternetGatewayId })))
  expect(await remove()).toBe(
    `DependencyViolation: The internetGateway '${InternetGatewayId}' has dependencies and cannot be deleted.`,
  )
  const { NetworkInterface } = await ec2.send(new CreateNetworkInterfaceCommand({ SubnetId }))
  const AllocationId = await address()
  const NetworkInterfaceId = NetworkInterface?.NetworkInterfaceId
  const { AssociationId } = await ec2.send(new AssociateAddressCommand({ AllocationId, NetworkInterfaceId }))
  const detach = () => refusal(ec2.send(new DetachInternetGatewayCommand({ InternetGatewayId, VpcId })))
  expect(await detach()).toBe(
    `DependencyViolation: Network ${VpcId} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`,
  )
  await ec2.send(new DisassociateAddressCommand({ AssociationId }))
  expect(await detach()).toBe('no error')
  expect(await remove()).toBe('no error')
  expect(await remove()).toMatch(/^InvalidInternetGatewayID.NotFound/)
})

test('routes: made, replaced, black holes, deleted', async () => {
  const RouteTableId = (await main())?.RouteTableId ?? ''
  const GatewayId = await internetGateway()
  const create = (more: object) =>
    refusal(ec2.send(new CreateRouteCommand({ RouteTableId, DestinationCidrBlock: ANYWHERE, ...more })))
  expect(await create({ GatewayId: 'igw-0bad' })).toBe(
    "InvalidGatewayID.NotFound: The gateway ID 'igw-0bad' does not exist",
  )
  expect(await create({ NatGatewayId: 'nat-0bad' })).toBe(
    "InvalidNatGatewayID.NotFound: The natGateway ID 'nat-0bad' does not exist",
  )
  expect(await create({})).toMatch(/^MissingParameter/)
  expect(await create({ GatewayId, NatGatewayId: 'nat-0bad' })).toMatch(/^InvalidParameterCombination/)
  expect(await create({ GatewayId, DestinationCidrBlock: '1.2.3/8' })).toMatch(/is not a valid CIDR block\.$/)
  const { InternetGateway } = await ec2.send(new CreateInternetGatewayCommand({}))
  const loose = InternetGateway?.InternetGatewayId
  expect(await create({ GatewayId: loose })).toBe(
    `InvalidParameterValue: route table ${RouteTableId} and network gateway ${loose} belong to different networks`,
  )
  expect(await create({ GatewayId })).toBe('no error')
  expect(await create({ GatewayId })).toBe(
    'RouteAlreadyExists: The route identified by 0.0.0.0/0 already exists.',
  )
  expect(internetReach(account.scope, SubnetId, true)).toBe('public')
  expect(internetReach(account.scope, SubnetId, false)).toBe('none')

  await ec2.send(new DetachInternetGatewayCommand({ InternetGatewayId: GatewayId, VpcId }))
  expect((await main())?.Routes).toMatchObject([
    { GatewayId: 'local', State: 'active' },
    { GatewayId, State: 'blackhole' },
  ])
  expect(internetReach(account.scope, SubnetId, true)).toBe('none')

  const { NetworkInterface } = await ec2.send(new CreateNetworkInterfaceCommand({ SubnetId }))
  const NetworkInterfaceId = NetworkInterface?.NetworkInterfaceId
  const replace = (DestinationCidrBlock: string) =>
    refusal(ec2.send(new ReplaceRouteCommand({ RouteTableId, DestinationCidrBlock, NetworkInterfaceId })))
  expect(await replace('9.9.9.0/24')).toBe(
    "InvalidParameterValue: There is no route defined for '9.9.9.0/24' in the route table. Use CreateRoute instead.",
  )
  expect(await replace(ANYWHERE)).toBe('no error')
  expect((await main())?.Routes?.[1]).toMatchObject({ NetworkInterfaceId, State: 'active' })
  const remove = (DestinationCidrBlock: string) =>
    refusal(ec2.send(new DeleteRouteCommand({ RouteTableId, DestinationCidrBlock })))
  expect(await remove('10.0.0.0/16')).toBe(
    `InvalidParameterValue: cannot remove local route 10.0.0.0/16 in route table ${RouteTableId}`,
  )
  expect(await remove(ANYWHERE)).toBe('no error')
  expect(await remove(ANYWHERE)).toBe(
    `InvalidRoute.NotFound: no route with destination-cidr-block 0.0.0.0/0 in route table ${RouteTableId}`,
  )
})

test('route tables and their associations', async () => {
  const [first, second] = [await routeTable(), await routeTable()]
  const associate = (RouteTableId: string) =>
    ec2.send(new AssociateRouteTableCommand({ RouteTableId, SubnetId }))
  const { AssociationId } = await associate(first)
  expect((await associate(first)).AssociationId).toBe(AssociationId)
  expect(await refusal(associate(second))).toBe(
    `Resource.AlreadyAssociated: the specified association for route table ${second} conflicts with an existing association`,
  )
  const remove = (RouteTableId: string) => refusal(ec2.send(new DeleteRouteTableCommand({ RouteTableId })))
  expect(await remove(first)).toBe(
    `DependencyViolation: The routeTable '${first}' has dependencies and cannot be deleted.`,
  )
  const { NewAssociationId } = await ec2.send(
    new ReplaceRouteTableAssociationCommand({ AssociationId, RouteTableId: second }),
  )
  expect(await remove(first)).toBe('no error')
  const dissociate = (id: string | undefined) =>
    refusal(ec2.send(new DisassociateRouteTableCommand({ AssociationId: id })))
  expect(await dissociate(AssociationId)).toBe(
    `InvalidAssociationID.NotFound: The association ID '${AssociationId}' does not exist`,
  )
  expect(await dissociate(NewAssociationId)).toBe('no error')
  const mainAssociation = (await main())?.Associations?.[0]?.RouteTableAssociationId ?? ''
  expect(await dissociate(mainAssociation)).toBe(
    `InvalidParameterValue: cannot disassociate the main route table association ${mainAssociation}`,
  )
  const former = (await main())?.RouteTableId ?? ''
  expect(await remove(former)).toMatch(/^DependencyViolation/)
  const replacement = { AssociationId: mainAssociation, RouteTableId: second }
  await ec2.send(new ReplaceRouteTableAssociationCommand(replacement))
  expect((await main())?.RouteTableId).toBe(second)
  expect(await remove(former)).toBe('no error')
})

test('elastic addresses: one place at a time, released only when free', async () => {
  await internetGateway()
  const AllocationId = await address()
  const make = async () =>
    (await ec2.send(new CreateNetworkInterfaceCommand({ SubnetId }))).NetworkInterface?.NetworkInterfaceId
  const [first, second] = [await make(), await make()]
  const associate = (NetworkInterfaceId: string | undefined, AllowReassociation?: boolean) =>
    ec2.send(new AssociateAddressCommand({ AllocationId, NetworkInterfaceId, AllowReassociation }))
  const { AssociationId } = await associate(first)
  expect(await refusal(associate(second, false))).toBe(
    `Resource.AlreadyAssociated: resource ${AllocationId} is already associated with associate-id ${AssociationId}`,
  )
  await associate(second)
  const { Addresses } = await ec2.send(
    new DescribeAddressesCommand({ Filters: [{ Name: 'network-interface-id', Values: [second ?? ''] }] }),
  )
  expect(Addresses).toMatchObject([{ AllocationId, Domain: 'vpc' }])
  const PublicIp = Addresses?.[0]?.PublicIp ?? ''
  const { NetworkInterfaces } = await ec2.send(
    new DescribeNetworkInterfacesCommand({
      Filters: [{ Name: 'association.public-ip', Values: [PublicIp] }],
    }),
  )
  expect(NetworkInterfaces?.map(eni => eni.NetworkInterfaceId)).toEqual([second])
  const release = (input: object) => refusal(ec2.send(new ReleaseAddressCommand(input)))
  expect(await release({ AllocationId })).toBe(`InvalidIPAddress.InUse: Address ${PublicIp} is in use.`)
  expect(await release({ PublicIp })).toBe(
    'InvalidParameterValue: You must specify an allocation id when releasing a VPC elastic IP address',
  )
  await ec2.send(new DisassociateAddressCommand({ PublicIp }))
  expect(await release({ AllocationId })).toBe('no error')
  expect(await release({ AllocationId })).toBe(
    `InvalidAllocationID.NotFound: The allocation ID '${AllocationId}' does not exist`,
  )
  expect(await refusal(ec2.send(new DescribeAddressesCommand({ PublicIps: [PublicIp] })))).toMatch(
    /^InvalidAddress.NotFound/,
  )
  expect(await refusal(ec2.send(new DisassociateAddressCommand({ AssociationId })))).toMatch(
    /^InvalidAssociationID.NotFound/,
  )
})

test('a NAT gateway: pending, available, deleting, deleted; what it holds is free at the end only', async () => {
  const GatewayId = await internetGateway()
  const PublicTable = (await main())?.RouteTableId
  await ec2.send(
    new CreateRouteCommand({ RouteTableId: PublicTable, DestinationCidrBlock: ANYWHERE, GatewayId }),
  )
  const AllocationId = await address()
  const NatGatewayId = await natGateway(AllocationId)
  expect(await described(NatGatewayId)).toMatchObject({
    State: 'pending',
    ConnectivityType: 'public',
    AvailabilityMode: 'zonal',
    NatGatewayAddresses: [{ AllocationId, IsPrimary: true }],
  })
  const inner = await subnet('10.0.1.0/24')
  const RouteTableId = await routeTable()
  await ec2.send(new AssociateRouteTableCommand({ RouteTableId, SubnetId: inner }))
  await ec2.send(new CreateRouteCommand({ RouteTableId, DestinationCidrBlock: ANYWHERE, NatGatewayId }))
  expect(internetReach(account.scope, inner, false)).toBe('none')
  await account.clock.advance(90_000)
  expect((await described(NatGatewayId))?.State).toBe('available')
  expect(internetReach(account.scope, inner, false)).toBe('nat')

  const release = () => refusal(ec2.send(new ReleaseAddressCommand({ AllocationId })))
  expect(await release()).toMatch(/^AuthFailure/)
  await ec2.send(new DeleteNatGatewayCommand({ NatGatewayId }))
  expect((await described(NatGatewayId))?.State).toBe('deleting')
  expect(internetReach(account.scope, inner, false)).toBe('none')
  expect(await refusal(ec2.send(new DeleteSubnetCommand({ SubnetId })))).toMatch(/^DependencyViolation/)
  await account.clock.advance(45_000)
  expect((await described(NatGatewayId))?.State).toBe('deleted')
  expect(await release()).toBe('no error')
  expect(await refusal(ec2.send(new DeleteSubnetCommand({ SubnetId })))).toBe('no error')
  // An hour on AWS, a moment by the wall clock: signatures stay valid.
  account.clock.setScale(account.accountId, 1000)
  await account.clock.advance(3_600)
  account.clock.setScale(account.accountId, 1)
  expect(await refusal(described(NatGatewayId))).toBe(
    `NatGatewayNotFound: NAT gateway ${NatGatewayId} was not found`,
  )
})

test('a NAT gateway that cannot be fails later, with its reason', async () => {
  const AllocationId = await address()
  const noGateway = await natGateway(AllocationId)
  expect(await described(noGateway)).toMatchObject({
    State: 'failed',
    FailureCode: 'Gateway.NotAttached',
    FailureMessage: `Network ${VpcId} has no Internet gateway attached`,
  })
  await internetGateway()
  await natGateway(AllocationId)
  expect(await described(await natGateway(AllocationId))).toMatchObject({
    FailureCode: 'Resource.AlreadyAssociated',
    FailureMessage: `Elastic IP address [${AllocationId}] is already associated`,
  })
  expect(await refusal(natGateway())).toBe(
    'MissingParameter: The request must include the AllocationId parameter. Add the required parameter and retry the request.',
  )
  expect(await refusal(natGateway('eipalloc-0bad'))).toMatch(/^InvalidAllocationID.NotFound/)
  expect(await refusal(ec2.send(new DeleteNatGatewayCommand({ NatGatewayId: 'nat-0bad' })))).toMatch(
    /^NatGatewayNotFound/,
  )
})

test('the same client token makes one NAT gateway; pages lead through all', async () => {
  const request = { SubnetId, ConnectivityType: 'private' as const, ClientToken: 'once' }
  const [first, again] = [
    await ec2.send(new CreateNatGatewayCommand(request)),
    await ec2.send(new CreateNatGatewayCommand(request)),
  ]
  expect(again.NatGateway?.NatGatewayId).toBe(first.NatGateway?.NatGatewayId)
  for (let index = 0; index < 5; index++) {
    await ec2.send(new CreateNatGatewayCommand({ SubnetId, ConnectivityType: 'private' }))
  }
  const sizes: number[] = []
  const Filter = [{ Name: 'vpc-id', Values: [VpcId] }]
  for await (const page of paginateDescribeNatGateways({ client: ec2, pageSize: 5 }, { Filter })) {
    sizes.push(page.NatGateways?.length ?? 0)
  }
  expect(sizes).toEqual([5, 1])
})

test('a NAT gateway that was on its way when the practice account stopped arrives after the next start', async () => {
  const id = 'nat-0123456789abcdef0'
  collections(account.scope).natGateways.put(id, {
    ...{ NatGatewayId: id, SubnetId, VpcId, State: 'pending' as const, Tags: [] },
    nextStateAt: account.clock.time(account.accountId) + 1000,
  })
  const controllers = await startControllers(account.sandbox.sandbox)
  expect((await described(id))?.State).toBe('pending')
  await account.clock.advance(1000)
  expect((await described(id))?.State).toBe('available')
  await controllers.stop()
})

test('what the practice account has none of', async () => {
  expect((await ec2.send(new DescribeInstancesCommand({}))).Reservations).toEqual([])
  expect((await ec2.send(new DescribeVpnGatewaysCommand({}))).VpnGateways).toEqual([])
  expect(await refusal(ec2.send(new DescribeInstancesCommand({ InstanceIds: ['i-0bad'] })))).toBe(
    "InvalidInstanceID.NotFound: The instance ID 'i-0bad' does not exist",
  )
})
