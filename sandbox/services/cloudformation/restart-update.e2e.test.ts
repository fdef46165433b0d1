import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackResourceCommand,
  DescribeStacksCommand,
  SignalResourceCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation'
import { GetParametersByPathCommand, SSMClient } from '@aws-sdk/client-ssm'
import { afterAll, expect, test } from 'vitest'
import { ServerProcess } from '../../testing/server-process.ts'
import { type TestAccount, until } from '../ecs/testing/test-lab.ts'
import { body, parameter } from './testing/stack-lab.ts'

const server = new ServerProcess()
afterAll(() => server.close())

const FIRST = body({ A: parameter('/killed/a', '1'), B: parameter('/killed/b1', '1') })
/** Changes, replaces and makes something, and then waits for a word. */
const SECOND = body({
  A: parameter('/killed/a', '2'),
  B: parameter('/killed/b2', '1'),
  C: parameter('/killed/c', '2'),
  Wait: {
    Type: 'AWS::CloudFormation::WaitCondition',
    DependsOn: ['A', 'B', 'C'],
    CreationPolicy: { ResourceSignal: { Timeout: 'PT12H' } },
  },
})
const StackName = 'killed'
let account: TestAccount

test(
  'killed with -9 while it is changed and while it is rolled back, a stack is as before',
  { timeout: 240_000 },
  async () => {
    await server.start()
    account = await server.newAccount(1)
    await cloudformation().send(new CreateStackCommand({ StackName, TemplateBody: FIRST }))
    await reached('CREATE_COMPLETE')

    await cloudformation().send(new UpdateStackCommand({ StackName, TemplateBody: SECOND }))
    await waits()
    await killAndStart()
    await waits()
    await signal('FAILURE')
    await killAndStart()
    await reached('UPDATE_ROLLBACK_COMPLETE')
    expect(await inventory()).toEqual({ '/killed/a': '1', '/killed/b1': '1' })
  },
)

const config = () => ({ endpoint: server.endpoint, region: 'eu-west-1', credentials: account })
const cloudformation = () => new CloudFormationClient(config())

function reached(status: string) {
  return until(
    () => cloudformation().send(new DescribeStacksCommand({ StackName })),
    ({ Stacks = [] }) => Stacks[0]?.StackStatus === status,
  )
}

/** Waits until all else is done, and the word alone is missing. */
function waits() {
  const of = new DescribeStackResourceCommand({ StackName, LogicalResourceId: 'Wait' })
  return until(
    () =>
      cloudformation()
        .send(of)
        .catch(() => undefined),
    found => found?.StackResourceDetail?.ResourceStatus === 'CREATE_IN_PROGRESS',
  )
}

function signal(Status: 'FAILURE') {
  return cloudformation().send(
    new SignalResourceCommand({ StackName, LogicalResourceId: 'Wait', UniqueId: 'one', Status }),
  )
}

async function killAndStart() {
  await server.end('SIGKILL')
  await server.start()
}

async function inventory() {
  const { Parameters = [] } = await new SSMClient(config()).send(
    new GetParametersByPathCommand({ Path: '/killed' }),
  )
  return Object.fromEntries(Parameters.map(({ Name, Value }) => [Name, Value]))
}
