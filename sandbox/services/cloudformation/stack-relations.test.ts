import {
  ContinueUpdateRollbackCommand,
  CreateChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStackDriftDetectionStatusCommand,
  DescribeStackResourceDriftsCommand,
  DetectStackDriftCommand,
  ExecuteChangeSetCommand,
  GetTemplateCommand,
  ListExportsCommand,
  ListImportsCommand,
} from '@aws-sdk/client-cloudformation'
import { CreateLogGroupCommand, DeleteLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs'
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { DeleteParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm'
import { afterAll, describe, expect, test } from 'vitest'
import { body, openStackLab, parameter } from './testing/stack-lab.ts'

/* What stacks have to do with each other, with change sets, with what was there before, and with what others change. */

const { running, config, cloudformation, ssm, logs, valueOf, isThere, ...stacks } = await openStackLab()
const { create, update, remove, settled, events } = stacks
afterAll(() => running.close())

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
    // Until it is executed, only the change set has a template.
    const { TemplateBody } = await cloudformation.send(new GetTemplateCommand({ StackName: 'planned' }))
    expect(TemplateBody).toBe('')
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

describe('a stack within a stack', () => {
  const nested = (value: string) =>
    body({ Inner: parameter('/inner', value) }, { Outputs: { Value: { Value: `it is ${value}` } } })
  const outer = (bucket: string, key: string, more: object = {}) =>
    body({
      Nested: {
        Type: 'AWS::CloudFormation::Stack',
        Properties: { TemplateURL: `${running.endpoint}/${bucket}/${key}` },
      },
      Outer: parameter('/outer', { 'Fn::GetAtt': ['Nested', 'Outputs.Value'] }),
      ...more,
    })

  test('is made, changed, rolled back and removed with it', async () => {
    const s3 = new S3Client({ ...config, forcePathStyle: true })
    const Bucket = 'nested-templates'
    await s3.send(new CreateBucketCommand({ Bucket }))
    for (const value of ['one', 'two']) {
      await s3.send(new PutObjectCommand({ Bucket, Key: `${value}.json`, Body: nested(value) }))
    }
    expect(await create('outer', outer(Bucket, 'one.json'))).toMatchObject({ StackStatus: 'CREATE_COMPLETE' })
    expect(await valueOf('/outer')).toBe('it is one')
    expect(await update('outer', outer(Bucket, 'two.json'))).toMatchObject({ StackStatus: 'UPDATE_COMPLETE' })
    expect(await valueOf('/outer')).toBe('it is two')
    const failing = outer(Bucket, 'one.json', {
      Last: parameter('/inner', 'x', { DependsOn: ['Nested', 'Outer'] }),
    })
    expect(await update('outer', failing)).toMatchObject({ StackStatus: 'UPDATE_ROLLBACK_COMPLETE' })
    expect(await Promise.all(['/inner', '/outer'].map(valueOf))).toEqual(['two', 'it is two'])
    await remove('outer')
    expect(await Promise.all(['/inner', '/outer'].map(isThere))).toEqual([false, false])
  })
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
