import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  paginateDescribeStackEvents,
  type Stack,
  type StackEvent,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { RunningSandbox } from '../../start.ts'
import { newAccount, openTestLab, startTestSandbox, type TestLab, until } from '../ecs/testing/test-lab.ts'
import { inventory } from './testing/inventory.ts'
import { everything } from './testing/everything.ts'

/* Whatever fails: the account is as it was, to the last property. */

/** Of a busy machine; each takes some seconds. */
const BOUND_MS = 120_000
let running: RunningSandbox
let lab: TestLab
let client: CloudFormationClient

beforeAll(async () => {
  vi.setConfig({ testTimeout: BOUND_MS })
  running = await startTestSandbox({ logLevel: 'silent' })
})
afterAll(() => running.close())
beforeEach(async () => {
  const account = newAccount(running, 1000)
  client = new CloudFormationClient({
    ...{ endpoint: running.endpoint, region: 'eu-west-1' },
    credentials: account,
  })
  lab = await openTestLab(account)
})

const held = () => inventory(running, lab.accountId)
const Capabilities: ['CAPABILITY_NAMED_IAM'] = ['CAPABILITY_NAMED_IAM']
async function settled(StackName = 'app'): Promise<Stack> {
  const shown = await until(
    () => client.send(new DescribeStacksCommand({ StackName })),
    ({ Stacks = [] }) => !Stacks[0]?.StackStatus?.endsWith('IN_PROGRESS'),
    BOUND_MS,
  )
  return shown.Stacks?.[0] as Stack
}
async function create(Resources: object): Promise<Stack> {
  const TemplateBody = JSON.stringify({ Resources })
  await client.send(new CreateStackCommand({ StackName: 'app', TemplateBody, Capabilities }))
  return settled()
}
async function update(Resources: object): Promise<Stack> {
  const TemplateBody = JSON.stringify({ Resources })
  await client.send(new UpdateStackCommand({ StackName: 'app', TemplateBody, Capabilities }))
  return settled()
}
/** What failed first, and why. */
async function failure(): Promise<string> {
  const found: StackEvent[] = []
  for await (const { StackEvents = [] } of paginateDescribeStackEvents({ client }, { StackName: 'app' })) {
    found.push(...StackEvents)
  }
  const first = found.findLast(({ ResourceStatus }) => ResourceStatus?.endsWith('_FAILED'))
  return `${first?.LogicalResourceId}: ${first?.ResourceStatusReason}`
}

const service = (more: object = {}, container: object = {}) => ({
  Task: {
    Type: 'AWS::ECS::TaskDefinition',
    Properties: {
      ...{ Family: 'web', Cpu: '256', Memory: '512', NetworkMode: 'awsvpc' },
      ...{ RequiresCompatibilities: ['FARGATE'], ExecutionRoleArn: lab.executionRoleArn },
      ContainerDefinitions: [
        {
          ...{ Name: 'web', Image: 'public.ecr.aws/slipway/web:1', PortMappings: [{ ContainerPort: 8080 }] },
          ...container,
        },
      ],
    },
  },
  Service: {
    Type: 'AWS::ECS::Service',
    Properties: {
      ...{ Cluster: 'lab', LaunchType: 'FARGATE', DesiredCount: 1, TaskDefinition: { Ref: 'Task' } },
      NetworkConfiguration: {
        AwsvpcConfiguration: {
          Subnets: lab.subnets,
          SecurityGroups: [lab.securityGroup],
          AssignPublicIp: 'ENABLED',
        },
      },
      DeploymentConfiguration: { DeploymentCircuitBreaker: { Enable: true, Rollback: true } },
      ...more,
    },
  },
})
const BROKEN =
  /^Service: Resource handler returned message: "Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'\." \(RequestToken: [\w-]+, HandlerErrorCode: GeneralServiceException\)$/

test.each([
  ['whose image does not exist', { Image: 'registry.invalid/none:1' }],
  [
    'whose secret does not exist',
    { Secrets: [{ Name: 'KEY', ValueFrom: 'arn:aws:ssm:eu-west-1:123456789012:parameter/none' }] },
  ],
])('a new service %s leaves nothing behind', async (_how, container) => {
  const before = held()
  expect((await create(service({}, container))).StackStatus).toBe('ROLLBACK_COMPLETE')
  expect(await failure()).toMatch(BROKEN)
  expect(held()).toEqual(before)
})

test('a service that takes its change badly runs on as before', async () => {
  await create(service())
  const before = held()
  expect((await update(service({}, { Image: 'registry.invalid/none:1' }))).StackStatus).toBe(
    'UPDATE_ROLLBACK_COMPLETE',
  )
  expect(await failure()).toMatch(BROKEN)
  expect(held()).toEqual(before)
})

const listener = { Type: 'AWS::ElasticLoadBalancingV2::Listener' }
const fixed = [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '200' } }]
test.each([
  [
    'a listener on a port that is taken',
    (subnets: string[]) => ({
      Balancer: {
        Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
        Properties: { Subnets: subnets.slice(0, 2) },
      },
      First: {
        ...listener,
        Properties: {
          LoadBalancerArn: { Ref: 'Balancer' },
          Port: 80,
          Protocol: 'HTTP',
          DefaultActions: fixed,
        },
      },
      Failing: {
        ...listener,
        DependsOn: 'First',
        Properties: { LoadBalancerArn: { Ref: 'Balancer' }, Port: 80, Protocol: 'HTTP', DefaultActions: [] },
      },
    }),
    /^Failing: Resource handler returned message: ".*\(Service: ElasticLoadBalancingV2, Status Code: 400, Request ID: [\w-]+\)" \(RequestToken: [\w-]+, HandlerErrorCode: \w+\)$/,
  ],
  [
    'a role with a policy that is none',
    () => ({
      Group: { Type: 'AWS::Logs::LogGroup', Properties: {} },
      Failing: {
        Type: 'AWS::IAM::Role',
        DependsOn: 'Group',
        Properties: {
          AssumeRolePolicyDocument: {
            Version: '2012-10-17',
            Statement: {
              Effect: 'Allow',
              Principal: { Service: 'ecs-tasks.amazonaws.com' },
              Action: 'sts:AssumeRole',
            },
          },
          Policies: [{ PolicyName: 'bad', PolicyDocument: { Statement: [{ Effect: 'Perhaps' }] } }],
        },
      },
    }),
    /^Failing: Resource handler returned message: ".*\(Service: Iam, Status Code: 400, Request ID: [\w-]+\)" \(RequestToken: [\w-]+, HandlerErrorCode: InvalidRequest\)$/,
  ],
])('%s fails with the words of its service, and nothing stays', async (_what, resources, reason) => {
  const before = held()
  expect((await create(resources(lab.subnets))).StackStatus).toBe('ROLLBACK_COMPLETE')
  expect(await failure()).toMatch(reason)
  expect(held()).toEqual(before)
})

test('a change of every kind of resource that fails at its end takes all of it back', async () => {
  const empty = held()
  const first = await create(everything('before'))
  expect([first.StackStatus, first.StackStatusReason]).toEqual(['CREATE_COMPLETE', undefined])
  const before = held()
  expect((await update(everything('after', true))).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE')
  expect(await failure()).toMatch(/^Failing: Resource handler returned message: "/)
  expect(held()).toEqual(before)
  expect(before.length).toBeGreaterThan(empty.length + 40)

  expect((await update(everything('after'))).StackStatus).toBe('UPDATE_COMPLETE')
  const { StackId } = await settled()
  await client.send(new DeleteStackCommand({ StackName: 'app' }))
  expect(await settled(StackId)).toMatchObject({ StackStatus: 'DELETE_COMPLETE' })
  expect(held()).toEqual(empty)
})
