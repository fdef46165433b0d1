import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  SignalResourceCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation'
import {
  DescribeAddressesCommand,
  DescribeNatGatewaysCommand,
  DescribeVpcsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2'
import { GetParametersByPathCommand, paginateGetParametersByPath, SSMClient } from '@aws-sdk/client-ssm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ServerProcess } from '../../testing/server-process.ts'
import { until } from '../ecs/testing/test-lab.ts'
import type { TestAccount } from '../ecs/testing/test-lab.ts'
import { body, parameter } from './testing/stack-lab.ts'

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

const FIRST = body({ A: parameter('/changed/a', '1'), B: parameter('/changed/b1', '1') })
/** Changes, replaces and makes something, and then waits for a word; longer than AWS lets it, as the account's time passes fast. */
const SECOND = body({
  A: parameter('/changed/a', '2'),
  B: parameter('/changed/b2', '1'),
  C: parameter('/changed/c', '2'),
  Wait: {
    Type: 'AWS::CloudFormation::WaitCondition',
    DependsOn: ['A', 'B', 'C'],
    CreationPolicy: { ResourceSignal: { Timeout: 'P90D' } },
  },
})

test(
  'killed with -9 while they are made and changed, and while they are removed and rolled back, stacks come to their end, and nothing is there twice or left',
  { timeout: 240_000 },
  async () => {
    await server.start()
    account = await server.newAccount(1)
    const StackName = 'changed'
    await cloudformation().send(new CreateStackCommand({ StackName, TemplateBody: FIRST }))
    await ended(StackName, 'CREATE_COMPLETE')
    await cloudformation().send(new UpdateStackCommand({ StackName, TemplateBody: SECOND }))
    await reached('Wait', 'CREATE_IN_PROGRESS', StackName)
    const { StackId = '' } = await cloudformation().send(
      new CreateStackCommand({ StackName: 'stack', TemplateBody: TEMPLATE }),
    )
    await reached('Nat', 'CREATE_IN_PROGRESS')
    await killAndStart()
    expect((await stack(StackId))?.StackStatus).toBe('CREATE_IN_PROGRESS')
    await setScale(1000)
    await ended(StackId, 'CREATE_COMPLETE')
    expect(await inventory()).toEqual({ vpcs: 1, gateways: 1, addresses: 1, parameters: COUNT })

    await setScale(1)
    await cloudformation().send(new DeleteStackCommand({ StackName: 'stack' }))
    await reached('Nat', 'DELETE_IN_PROGRESS')
    // The other still waits, after the first kill as before it, and now goes back.
    await cloudformation().send(
      new SignalResourceCommand({ StackName, LogicalResourceId: 'Wait', UniqueId: 'one', Status: 'FAILURE' }),
    )
    await killAndStart()
    expect((await stack(StackId))?.StackStatus).toBe('DELETE_IN_PROGRESS')
    await setScale(1000)
    await ended(StackId, 'DELETE_COMPLETE')
    expect(await inventory()).toEqual({ vpcs: 0, gateways: 0, addresses: 0, parameters: 0 })
    await ended(StackName, 'UPDATE_ROLLBACK_COMPLETE')
    const { Parameters = [] } = await new SSMClient(config()).send(
      new GetParametersByPathCommand({ Path: '/changed' }),
    )
    expect(Parameters.map(({ Name, Value }) => [Name, Value])).toEqual([
      ['/changed/a', '1'],
      ['/changed/b1', '1'],
    ])
  },
)

const config = () => ({ endpoint: account.endpoint, region: 'eu-west-1', credentials: account })
const cloudformation = () => new CloudFormationClient(config())

async function stack(StackName: string) {
  return (await cloudformation().send(new DescribeStacksCommand({ StackName }))).Stacks?.[0]
}

/** Waits until a stack has come to its end. */
async function ended(name: string, status: string) {
  await until(
    () => stack(name),
    shown => shown?.StackStatus === status,
    60_000,
  )
}

/** Waits until a resource has come so far. */
async function reached(LogicalResourceId: string, status: string, StackName = 'stack') {
  await until(
    () => cloudformation().send(new DescribeStackResourcesCommand({ StackName })),
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
