import { expect, test } from 'vitest'
import { awsError, fakeAccount } from '../fake-account.ts'
import { expectStack } from './stacks.ts'
import change from './steps/040-change.ts'
import destroy from './steps/050-destroy.ts'

const name = 'all-as-code-network'
const tags = [{ Key: 'slipway-lab', Value: 'all-as-code' }]
const stack = (status: string, more: object = {}) => ({
  ...{ StackName: name, StackId: 'arn:stack', StackStatus: status, Tags: tags, ...more },
})
/** As CloudFormation lists them: the newest first. */
const events = [
  {
    LogicalResourceId: name,
    ResourceStatus: 'ROLLBACK_IN_PROGRESS',
    ResourceStatusReason: 'the following failed',
  },
  {
    LogicalResourceId: 'Vpc',
    ResourceStatus: 'CREATE_FAILED',
    ResourceStatusReason: 'Resource creation cancelled',
  },
  { LogicalResourceId: 'Function', ResourceStatus: 'CREATE_FAILED', ResourceStatusReason: 'NoSuchKey' },
  { LogicalResourceId: name, ResourceStatus: 'CREATE_IN_PROGRESS', ResourceStatusReason: 'User Initiated' },
]

function verdictOn(shown: object | undefined) {
  const account = fakeAccount({
    DescribeStacks: () =>
      shown ? { Stacks: [shown] } : awsError('ValidationError', `Stack with id ${name} does not exist`),
    DescribeStackEvents: () => ({ StackEvents: events }),
  })
  return expectStack(account, name, 'cdk deploy Network')
}

test.each([
  [undefined, 'stack-missing', 'none of that name'],
  [stack('REVIEW_IN_PROGRESS'), 'not-executed', 'REVIEW_IN_PROGRESS: there is a change set'],
  [stack('ROLLBACK_COMPLETE'), 'stack-rolled-back', 'ROLLBACK_COMPLETE. It began with Function: NoSuchKey'],
  [stack('CREATE_FAILED'), 'stack-rolled-back', 'CREATE_FAILED. It began with Function: NoSuchKey'],
  [stack('UPDATE_ROLLBACK_COMPLETE'), 'update-rolled-back', 'It began with Function: NoSuchKey'],
  [stack('DELETE_FAILED'), 'stack-stuck', 'DELETE_FAILED'],
  [stack('CREATE_COMPLETE', { Tags: [] }), 'tag-missing', 'without that tag'],
])('a stack %j is not enough, and the verdict says why and what to do', async (shown, reason, observed) => {
  expect(await verdictOn(shown)).toMatchObject({
    ...{ status: 'fail', reason, observed: expect.stringContaining(observed) as string },
    next: expect.stringContaining('`cdk deploy Network`') as string,
  })
})

test.each(['CREATE_IN_PROGRESS', 'ROLLBACK_IN_PROGRESS', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS'])(
  '%s is waited for',
  async status => {
    expect(await verdictOn(stack(status))).toMatchObject({ status: 'waiting', observed: status })
  },
)

test('a complete stack hands its outputs on, and the ledger gets it', async () => {
  const Outputs = [{ OutputKey: 'Url', OutputValue: 'http://site' }]
  expect(await verdictOn(stack('UPDATE_COMPLETE', { Outputs }))).toMatchObject({
    status: 'pass',
    outputs: { Url: 'http://site' },
    made: [{ type: 'cloudformation:stack', id: 'arn:stack' }],
  })
})

test('an error of another kind is not taken for a stack that is not there', async () => {
  const account = fakeAccount({ DescribeStacks: () => awsError('AccessDenied', 'not authorized') })
  await expect(expectStack(account, name, 'cdk deploy')).rejects.toThrow('not authorized')
})

function changeVerdict(shown: { retention?: number; image?: string; status?: string }) {
  const account = fakeAccount({
    DescribeStacks: () => ({ Stacks: [stack('UPDATE_COMPLETE')] }),
    DescribeLogGroups: () => ({
      logGroups: [
        { logGroupName: 'app-of-another', retentionInDays: 7 },
        { logGroupName: 'app', retentionInDays: shown.retention },
      ],
    }),
    DescribeServices: () => ({
      services: [{ status: shown.status ?? 'ACTIVE', taskDefinition: 'arn:td:2' }],
    }),
    DescribeTaskDefinition: () => ({
      taskDefinition: { containerDefinitions: [{ name: 'app', image: shown.image ?? 'x/uploads:2' }] },
    }),
  })
  const out = { 'deploy-service': { LogGroupName: 'app', ClusterName: 'c', ServiceName: 's' } }
  return change.check({ ...account, out })
}

test.each([
  [{ retention: 30 }, 'retention', '30 days'],
  [{}, 'retention', 'no days'],
  [{ retention: 7, image: 'x/uploads:1' }, 'version', 'x/uploads:1'],
  [{ retention: 7, status: 'INACTIVE' }, 'service-missing', 'none of that name is active'],
])('of a change that left %j it says so', async (shown, reason, observed) => {
  expect(await changeVerdict(shown)).toMatchObject({ status: 'fail', reason, observed })
})

test('of one that is whole it says what stayed and what is new', async () => {
  expect(await changeVerdict({ retention: 7 })).toMatchObject({
    status: 'pass',
    observed: expect.stringMatching(/same log group .* same service runs a new task definition/) as string,
  })
})

function destroyVerdict(standing: Record<string, string>) {
  return destroy.check(
    fakeAccount({
      DescribeStacks: ({ StackName }: { StackName: string }) => {
        const status = standing[StackName]
        return status
          ? { Stacks: [{ StackName, StackStatus: status, StackStatusReason: 'an export is in use' }] }
          : awsError('ValidationError', `Stack with id ${StackName} does not exist`)
      },
    }),
  )
}

test('what is left of the stacks is named with its reason; what goes is waited for; nothing passes', async () => {
  const failed = { 'all-as-code-network': 'DELETE_FAILED' }
  expect(await destroyVerdict(failed)).toMatchObject({
    ...{ status: 'fail', reason: 'stack-left' },
    observed: 'all-as-code-network: DELETE_FAILED, an export is in use',
  })
  const going = { ...failed, 'all-as-code-data': 'DELETE_IN_PROGRESS' }
  expect(await destroyVerdict(going)).toMatchObject({ status: 'waiting' })
  expect(await destroyVerdict({})).toMatchObject({ status: 'pass' })
})
