import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation'
import {
  DescribeAddressesCommand,
  DescribeNatGatewaysCommand,
  DescribeVpcsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2'
import { paginateGetParametersByPath, SSMClient } from '@aws-sdk/client-ssm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ServerProcess } from '../../testing/server-process.ts'
import { until } from '../ecs/testing/test-lab.ts'
import type { TestAccount } from '../ecs/testing/test-lab.ts'

let server: ServerProcess
let account: TestAccount
beforeEach(() => {
  server = new ServerProcess()
})
afterEach(() => server.close())

const COUNT = 30
const PARAMETERS = Array.from({ length: COUNT }, (_, index) => [
  `P${index}`,
  {
    Type: 'AWS::SSM::Parameter',
    // The chain of the first ten waits for the gateway.
    Properties: { Name: `/stack/${index}`, Type: 'String', Value: index < 10 ? { Ref: 'Nat' } : 'x' },
  },
])
const TEMPLATE = JSON.stringify({
  Resources: {
    ...(Object.fromEntries(PARAMETERS) as object),
    Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.9.0.0/16' } },
    Subnet: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.9.1.0/24' } },
    Igw: { Type: 'AWS::EC2::InternetGateway' },
    Attached: {
      Type: 'AWS::EC2::VPCGatewayAttachment',
      Properties: { VpcId: { Ref: 'Vpc' }, InternetGatewayId: { Ref: 'Igw' } },
    },
    Eip: { Type: 'AWS::EC2::EIP', DependsOn: 'Attached' },
    Nat: {
      Type: 'AWS::EC2::NatGateway',
      Properties: { SubnetId: { Ref: 'Subnet' }, AllocationId: { 'Fn::GetAtt': ['Eip', 'AllocationId'] } },
    },
  },
})

test(
  'killed with -9 while it is made and while it is removed, a stack comes to its end, and nothing is there twice or left',
  { timeout: 240_000 },
  async () => {
    await server.start()
    account = await server.newAccount(1)
    const { StackId = '' } = await cloudformation().send(
      new CreateStackCommand({ StackName: 'stack', TemplateBody: TEMPLATE }),
    )
    await reached('Nat', 'CREATE_IN_PROGRESS')
    await killAndStart()
    expect((await stack(StackId))?.StackStatus).toBe('CREATE_IN_PROGRESS')
    await setScale(1000)
    await until(
      () => stack(StackId),
      shown => shown?.StackStatus === 'CREATE_COMPLETE',
      60_000,
    )
    expect(await inventory()).toEqual({ vpcs: 1, gateways: 1, addresses: 1, parameters: COUNT })

    await setScale(1)
    await cloudformation().send(new DeleteStackCommand({ StackName: 'stack' }))
    await reached('Nat', 'DELETE_IN_PROGRESS')
    await killAndStart()
    expect((await stack(StackId))?.StackStatus).toBe('DELETE_IN_PROGRESS')
    await setScale(1000)
    await until(
      () => stack(StackId),
      shown => shown?.StackStatus === 'DELETE_COMPLETE',
      60_000,
    )
    expect(await inventory()).toEqual({ vpcs: 0, gateways: 0, addresses: 0, parameters: 0 })
  },
)

const config = () => ({ endpoint: account.endpoint, region: 'eu-west-1', credentials: account })
const cloudformation = () => new CloudFormationClient(config())

async function stack(StackName: string) {
  return (await cloudformation().send(new DescribeStacksCommand({ StackName }))).Stacks?.[0]
}

/** Waits until a resource has come so far, or farther. */
async function reached(LogicalResourceId: string, status: string) {
  await until(
    () => cloudformation().send(new DescribeStackResourcesCommand({ StackName: 'stack' })),
    ({ StackResources = [] }) =>
      StackResources.some(
        one => one.LogicalResourceId === LogicalResourceId && one.ResourceStatus === status,
      ),
    30_000,
  )
}

async function killAndStart() {
  await server.end('SIGKILL')
  await server.start()
  account = { ...account, endpoint: server.endpoint }
}

/** A gateway needs minutes of the account's time: enough to be killed in, and then no time to wait for. */
const setScale = (scale: number) => server.setScale(account.accountId, scale)

async function inventory() {
  const ec2 = new EC2Client(config())
  const { Vpcs = [] } = await ec2.send(new DescribeVpcsCommand({}))
  const { NatGateways = [] } = await ec2.send(new DescribeNatGatewaysCommand({}))
  const { Addresses = [] } = await ec2.send(new DescribeAddressesCommand({}))
  const pages = paginateGetParametersByPath({ client: new SSMClient(config()) }, { Path: '/stack' })
  let parameters = 0
  for await (const { Parameters = [] } of pages) parameters += Parameters.length
  return {
    vpcs: Vpcs.filter(({ IsDefault }) => !IsDefault).length,
    gateways: NatGateways.filter(({ State }) => State === 'available').length,
    addresses: Addresses.length,
    parameters,
  }
}
