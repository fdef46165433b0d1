import {
  CloudFormationClient,
  ContinueUpdateRollbackCommand,
  CreateChangeSetCommand,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackDriftDetectionStatusCommand,
  DescribeStackResourceDriftsCommand,
  DetectStackDriftCommand,
  DescribeChangeSetCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  ListExportsCommand,
  ListImportsCommand,
  ListStackResourcesCommand,
  UpdateStackCommand,
  type CreateStackInput,
} from '@aws-sdk/client-cloudformation'
import {
  CreateLogGroupCommand,
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam'
import {
  DeleteParameterCommand,
  GetParameterCommand,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningSandbox, startSandbox } from '../../start.ts'

/* Stacks of parameters and log groups, through CloudFormation's own client. */

let running: RunningSandbox
let cloudformation: CloudFormationClient
let ssm: SSMClient
let logs: CloudWatchLogsClient
let iam: IAMClient

beforeAll(async () => {
  running = await startSandbox({ dataDir: ':memory:', runtime: 'process', logLevel: 'silent' })
  const config = {
    endpoint: running.endpoint,
    region: 'eu-west-1',
    credentials: running.createAccount(),
    maxAttempts: 1,
  }
  cloudformation = new CloudFormationClient(config)
  ssm = new SSMClient(config)
  logs = new CloudWatchLogsClient(config)
  iam = new IAMClient(config)
})
afterAll(() => running.close())

const parameter = (Name: string, Value: unknown, more: object = {}) => ({
  Type: 'AWS::SSM::Parameter',
  Properties: { Name, Type: 'String', Value },
  ...more,
})
const body = (Resources: object, more: object = {}) => JSON.stringify({ Resources, ...more })

/** What the stack has come to when nothing happens to it any more. */
async function settled(StackName: string) {
  for (;;) {
    const { Stacks = [] } = await cloudformation.send(new DescribeStacksCommand({ StackName }))
    const [stack] = Stacks
    if (stack && !stack.StackStatus?.endsWith('IN_PROGRESS')) return stack
    await new Promise(resolve => setTimeout(resolve, 10))
  }
}
async function create(StackName: string, TemplateBody: string, more: Partial<CreateStackInput> = {}) {
  await cloudformation.send(new CreateStackCommand({ StackName, TemplateBody, ...more }))
  return settled(StackName)
}
async function update(StackName: string, TemplateBody: string) {
  await cloudformation.send(new UpdateStackCommand({ StackName, TemplateBody }))
  return settled(StackName)
}
async function remove(StackName: string) {
  const { StackId } = await settled(StackName)
  await cloudformation.send(new DeleteStackCommand({ StackName }))
  return settled(StackId ?? '')
}
async function events(StackName: string) {
  const { StackEvents = [] } = await cloudformation.send(new DescribeStackEventsCommand({ StackName }))
  return StackEvents.reverse().map(
    ({ LogicalResourceId, ResourceStatus, ResourceStatusReason: reason }) =>
      `${LogicalResourceId} ${ResourceStatus}${reason ? `: ${reason}` : ''}`,
  )
}
const valueOf = async (Name: string) => (await ssm.send(new GetParameterCommand({ Name }))).Parameter?.Value
const isThere = (Name: string) => valueOf(Name).then(Boolean, () => false)

describe('a stack', () => {
  test('is made in order, with outputs and events in the words of AWS', async () => {
    const template = body(
      {
        Second: parameter('/made/second', { 'Fn::Sub': 'of ${First}' }),
        First: parameter('/made/first', { Ref: 'Given' }),
      },
      { Parameters: { Given: { Type: 'String' } }, Outputs: { Name: { Value: { Ref: 'Second' } } } },
    )
    const Parameters = [{ ParameterKey: 'Given', ParameterValue: 'one' }]
    const stack = await create('made', template, { Parameters })
    expect(stack).toMatchObject({
      StackStatus: 'CREATE_COMPLETE',
      Outputs: [{ OutputKey: 'Name', OutputValue: '/made/second' }],
    })
    expect(await valueOf('/made/second')).toBe('of /made/first')
    expect(await events('made')).toEqual([
      'made CREATE_IN_PROGRESS: User Initiated',
      'First CREATE_IN_PROGRESS',
      'First CREATE_IN_PROGRESS: Resource creation Initiated',
      'First CREATE_COMPLETE',
      'Second CREATE_IN_PROGRESS',
      'Second CREATE_IN_PROGRESS: Resource creation Initiated',
      'Second CREATE_COMPLETE',
      'made CREATE_COMPLETE',
    ])
  })

  test('is changed in place, by replacement, and cleaned up; nothing to change is refused', async () => {
    await create(
      'changed',
      body({
        A: parameter('/changed/a', '1'),
        B: parameter('/changed/b', '1'),
        C: parameter('/changed/c', '1'),
      }),
    )
    const template = body({ A: parameter('/changed/a', '2'), B: parameter('/changed/b2', '1') })
    expect(await update('changed', template)).toMatchObject({ StackStatus: 'UPDATE_COMPLETE' })
    expect(await valueOf('/changed/a')).toBe('2')
    expect(await Promise.all(['/changed/b', '/changed/b2', '/changed/c'].map(isThere))).toEqual([
      false,
      true,
      false,
    ])
    const log = await events('changed')
    expect(log).toContain(
      'B UPDATE_IN_PROGRESS: Requested update requires the creation of a new physical resource; hence creating one.',
    )
    expect(log.indexOf('changed UPDATE_COMPLETE_CLEANUP_IN_PROGRESS')).toBeLessThan(
      log.indexOf('B DELETE_COMPLETE'),
    )
    await expect(update('changed', template)).rejects.toThrow('No updates are to be performed.')
  })

  test('that cannot be made is rolled back, with the reason', async () => {
    await ssm.send(new PutParameterCommand({ Name: '/taken', Value: 'mine', Type: 'String' }))
    const stack = await create(
      'failing',
      body({ A: parameter('/failing/a', '1'), B: parameter('/taken', '1', { DependsOn: 'A' }) }),
    )
    expect(stack).toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE' })
    expect(await isThere('/failing/a')).toBe(false)
    expect(await valueOf('/taken')).toBe('mine')
    const log = await events('failing')
    expect(log.find(line => line.startsWith('B CREATE_FAILED'))).toMatch(
      /^B CREATE_FAILED: Resource handler returned message: ".*already exists.*\(Service: Ssm, Status Code: 400, Request ID: [\w-]+\)" \(RequestToken: [\w-]+, HandlerErrorCode: AlreadyExists\)$/,
    )
    expect(log).toContain(
      'failing ROLLBACK_IN_PROGRESS: The following resource(s) failed to create: [B]. Rollback requested by user.',
    )
    await expect(update('failing', body({ A: parameter('/failing/a', '1') }))).rejects.toThrow(
      /is in ROLLBACK_COMPLETE state and can not be updated\.$/,
    )
  })

  test('whose change fails is as before: changed, replaced, new and removed resources alike', async () => {
    const before = {
      A: parameter('/back/a', '1'),
      B: parameter('/back/b', '1'),
      C: parameter('/back/c', '1'),
    }
    await create('back', body(before, { Outputs: { O: { Value: 'before' } } }))
    const after = {
      ...{ A: parameter('/back/a', '2'), B: parameter('/back/b2', '1'), D: parameter('/back/d', '1') },
      E: parameter('/back/a', '1', { DependsOn: ['A', 'B', 'D'] }),
    }
    const stack = await update('back', body(after, { Outputs: { O: { Value: 'after' } } }))
    expect(stack).toMatchObject({
      StackStatus: 'UPDATE_ROLLBACK_COMPLETE',
      Outputs: [{ OutputValue: 'before' }],
    })
    expect(await valueOf('/back/a')).toBe('1')
    const names = ['/back/b', '/back/c', '/back/b2', '/back/d']
    expect(await Promise.all(names.map(isThere))).toEqual([true, true, false, false])
    const { StackResourceSummaries = [] } = await cloudformation.send(
      new ListStackResourcesCommand({ StackName: 'back' }),
    )
    expect(StackResourceSummaries.map(one => [one.LogicalResourceId, one.PhysicalResourceId])).toEqual([
      ['A', '/back/a'],
      ['B', '/back/b'],
      ['C', '/back/c'],
    ])
  })

  test('keeps what its policy says, and removes the rest', async () => {
    const keep = { DeletionPolicy: 'Retain' }
    await create('kept', body({ A: parameter('/kept/a', '1', keep), B: parameter('/kept/b', '1') }))
    expect(await remove('kept')).toMatchObject({ StackStatus: 'DELETE_COMPLETE' })
    expect(await Promise.all(['/kept/a', '/kept/b'].map(isThere))).toEqual([true, false])
    await expect(cloudformation.send(new DescribeStacksCommand({ StackName: 'kept' }))).rejects.toThrow(
      'Stack with id kept does not exist',
    )
  })

  test('of types that are not there is refused, with their names', async () => {
    await expect(create('strange', body({ A: { Type: 'AWS::Strange::Thing' } }))).rejects.toThrow(
      /^Template format error: Unrecognized resource types: \[AWS::Strange::Thing\]/,
    )
    const misspelt = await create(
      'misspelt',
      body({ A: parameter('/misspelt', '1', { Properties: { Typ: 'String' } }) }),
    )
    expect(misspelt).toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE' })
    expect((await events('misspelt')).join('\n')).toContain(
      'Properties validation failed for resource A with message: #: extraneous key [Typ] is not permitted',
    )
  })

  test('that makes roles needs the caller to agree', async () => {
    const role = { Type: 'AWS::IAM::Role', Properties: { RoleName: 'named', AssumeRolePolicyDocument: {} } }
    await expect(create('roles', body({ A: role }), { Capabilities: ['CAPABILITY_IAM'] })).rejects.toThrow(
      'Requires capabilities : [CAPABILITY_NAMED_IAM]',
    )
  })

  test('does what its role may do, and no more', async () => {
    const Statement = [
      { Effect: 'Allow', Principal: { Service: 'cloudformation.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ]
    const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement })
    const { Role } = await iam.send(new CreateRoleCommand({ RoleName: 'weak', AssumeRolePolicyDocument }))
    const stack = await create('weak', body({ A: parameter('/weak', '1') }), { RoleARN: Role?.Arn })
    expect(stack).toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE', RoleARN: Role?.Arn })
    expect((await events('weak')).join('\n')).toMatch(
      /A CREATE_FAILED: .*assumed-role\/weak\/AWSCloudFormation is not authorized to perform: ssm:PutParameter on resource: .*HandlerErrorCode: AccessDenied/,
    )
  })

  test('gives its tags to what it makes', async () => {
    const Tags = [{ Key: 'team', Value: 'blue' }]
    await create(
      'tagged',
      body({ Group: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/tagged' } } }),
      { Tags },
    )
    const { logGroups = [] } = await logs.send(
      new DescribeLogGroupsCommand({ logGroupNamePrefix: '/tagged' }),
    )
    const { ListTagsForResourceCommand } = await import('@aws-sdk/client-cloudwatch-logs')
    const resourceArn = logGroups[0]?.logGroupArn ?? ''
    expect((await logs.send(new ListTagsForResourceCommand({ resourceArn }))).tags).toEqual({ team: 'blue' })
  })
})

describe('exports', () => {
  const exporter = (value: string) =>
    body(
      { A: parameter(`/export/${value}`, '1') },
      { Outputs: { O: { Value: value, Export: { Name: 'shared' } } } },
    )

  test('are imported, and kept while they are', async () => {
    await create('exporter', exporter('one'))
    await create('importer', body({ A: parameter('/imported', { 'Fn::ImportValue': 'shared' }) }))
    expect(await valueOf('/imported')).toBe('one')
    const { Exports = [] } = await cloudformation.send(new ListExportsCommand({}))
    expect(Exports).toMatchObject([{ Name: 'shared', Value: 'one' }])
    const { Imports } = await cloudformation.send(new ListImportsCommand({ ExportName: 'shared' }))
    expect(Imports).toEqual(['importer'])

    expect(await update('exporter', exporter('two'))).toMatchObject({
      StackStatus: 'UPDATE_ROLLBACK_COMPLETE',
    })
    expect((await events('exporter')).join('\n')).toContain(
      'Export shared cannot be updated as it is in use by importer',
    )
    await cloudformation.send(new DeleteStackCommand({ StackName: 'exporter' }))
    expect(await settled('exporter')).toMatchObject({ StackStatus: 'DELETE_FAILED' })
    await remove('importer')
    expect(await remove('exporter')).toMatchObject({ StackStatus: 'DELETE_COMPLETE' })
  })

  test('of one name are refused the second time, and names that nobody exports', async () => {
    await create(
      'first',
      body({ A: parameter('/first', '1') }, { Outputs: { O: { Value: 'x', Export: { Name: 'only' } } } }),
    )
    const second = await create(
      'second',
      body({ A: parameter('/second', '1') }, { Outputs: { O: { Value: 'x', Export: { Name: 'only' } } } }),
    )
    expect(second.StackStatus).toBe('ROLLBACK_COMPLETE')
    await create('none', body({ A: parameter('/none', { 'Fn::ImportValue': 'nobody' }) }))
    expect(await events('none')).toContain('A CREATE_FAILED: No export named nobody found.')
  })
})

describe('a change set', () => {
  const propose = async (StackName: string, TemplateBody: string, ChangeSetType: 'CREATE' | 'UPDATE') => {
    const { Id = '' } = await cloudformation.send(
      new CreateChangeSetCommand({
        StackName,
        ChangeSetName: `next-${ChangeSetType.toLowerCase()}`,
        ChangeSetType,
        TemplateBody,
      }),
    )
    return cloudformation.send(
      new DescribeChangeSetCommand({ ChangeSetName: Id, IncludePropertyValues: true }),
    )
  }

  test('says what will be made, changed, replaced and removed, and then does it', async () => {
    const first = await propose(
      'planned',
      body({ A: parameter('/plan/a', '1'), B: parameter('/plan/b', '1') }),
      'CREATE',
    )
    expect(first).toMatchObject({ Status: 'CREATE_COMPLETE', ExecutionStatus: 'AVAILABLE' })
    expect(first.Changes?.map(({ ResourceChange }) => ResourceChange?.Action)).toEqual(['Add', 'Add'])
    await cloudformation.send(new ExecuteChangeSetCommand({ ChangeSetName: first.ChangeSetId }))
    await settled('planned')

    const next = body({ A: parameter('/plan/a2', '1'), C: parameter('/plan/c', { Ref: 'A' }) })
    const second = await propose('planned', next, 'UPDATE')
    const shown = second.Changes?.map(({ ResourceChange: one }) => [
      one?.LogicalResourceId,
      one?.Action,
      one?.Replacement,
    ])
    expect(shown).toEqual([
      ['A', 'Modify', 'True'],
      ['C', 'Add', undefined],
      ['B', 'Remove', undefined],
    ])
    expect(second.Changes?.[0]?.ResourceChange?.Details?.[0]).toMatchObject({
      Target: { Name: 'Name', RequiresRecreation: 'Always', BeforeValue: '/plan/a', AfterValue: '/plan/a2' },
    })
    expect(second.Changes?.[1]?.ResourceChange?.AfterContext).toContain('{{changeSet:KNOWN_AFTER_APPLY}}')
    await cloudformation.send(new ExecuteChangeSetCommand({ ChangeSetName: second.ChangeSetId }))
    expect(await settled('planned')).toMatchObject({ StackStatus: 'UPDATE_COMPLETE' })
    expect(await valueOf('/plan/c')).toBe('/plan/a2')
  })

  test('without changes has failed, and cannot be executed', async () => {
    const template = body({ A: parameter('/same/a', '1') })
    await create('same', template)
    const none = await propose('same', template, 'UPDATE')
    expect(none).toMatchObject({
      Status: 'FAILED',
      StatusReason:
        "The submitted information didn't contain changes. Submit different information to create a change set.",
    })
    await expect(
      cloudformation.send(new ExecuteChangeSetCommand({ ChangeSetName: none.ChangeSetId })),
    ).rejects.toThrow(/cannot be executed in its current status of \[FAILED\]/)
  })
})

test('parameters of Systems Manager and secrets are looked up', async () => {
  await ssm.send(new PutParameterCommand({ Name: '/look/up', Value: 'there', Type: 'String' }))
  const template = body(
    {
      A: parameter('/looked/a', { Ref: 'P' }),
      B: parameter('/looked/b', 'x-{{resolve:ssm:/look/up}}'),
      S: {
        Type: 'AWS::SecretsManager::Secret',
        Properties: {
          GenerateSecretString: { SecretStringTemplate: '{"user":"me"}', GenerateStringKey: 'password' },
        },
      },
      C: parameter('/looked/c', { 'Fn::Sub': '{{resolve:secretsmanager:${S}:SecretString:user}}' }),
    },
    { Parameters: { P: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/look/up' } } },
  )
  expect(await create('looked', template)).toMatchObject({
    StackStatus: 'CREATE_COMPLETE',
    Parameters: [{ ParameterKey: 'P', ParameterValue: '/look/up', ResolvedValue: 'there' }],
  })
  expect(await Promise.all(['a', 'b', 'c'].map(name => valueOf(`/looked/${name}`)))).toEqual([
    'there',
    'x-there',
    'me',
  ])
})

test('drift is found: what was changed, and what was removed', async () => {
  await create(
    'drifting',
    body({ A: parameter('/drift/a', '1'), B: parameter('/drift/b', '1'), C: parameter('/drift/c', '1') }),
  )
  await ssm.send(new PutParameterCommand({ Name: '/drift/a', Value: '2', Overwrite: true }))
  await ssm.send(new DeleteParameterCommand({ Name: '/drift/b' }))
  const { StackDriftDetectionId } = await cloudformation.send(
    new DetectStackDriftCommand({ StackName: 'drifting' }),
  )
  expect(
    await cloudformation.send(new DescribeStackDriftDetectionStatusCommand({ StackDriftDetectionId })),
  ).toMatchObject({
    StackDriftStatus: 'DRIFTED',
    DetectionStatus: 'DETECTION_COMPLETE',
    DriftedStackResourceCount: 2,
  })
  const { StackResourceDrifts = [] } = await cloudformation.send(
    new DescribeStackResourceDriftsCommand({ StackName: 'drifting' }),
  )
  expect(StackResourceDrifts).toMatchObject([
    {
      StackResourceDriftStatus: 'MODIFIED',
      PropertyDifferences: [{ PropertyPath: '/Value', ExpectedValue: '1', ActualValue: '2' }],
    },
    { StackResourceDriftStatus: 'DELETED' },
    { StackResourceDriftStatus: 'IN_SYNC' },
  ])
})

test('a rollback that fails can be continued without what stands in its way', async () => {
  const group = (LogGroupName: string, RetentionInDays: number) => ({
    Type: 'AWS::Logs::LogGroup',
    Properties: { LogGroupName, RetentionInDays },
  })
  await create('stuck', body({ G: group('/stuck', 1) }))
  const { DeleteLogGroupCommand } = await import('@aws-sdk/client-cloudwatch-logs')
  await logs.send(new CreateLogGroupCommand({ logGroupName: '/stuck-taken' }))
  await logs.send(new DeleteLogGroupCommand({ logGroupName: '/stuck' }))
  const stack = await update(
    'stuck',
    body({ G: group('/stuck', 3), H: { ...group('/stuck-taken', 1), DependsOn: 'G' } }),
  )
  expect(stack.StackStatus).toBe('UPDATE_ROLLBACK_FAILED')
  await cloudformation.send(new ContinueUpdateRollbackCommand({ StackName: 'stuck', ResourcesToSkip: ['G'] }))
  expect(await settled('stuck')).toMatchObject({ StackStatus: 'UPDATE_ROLLBACK_COMPLETE' })
})
