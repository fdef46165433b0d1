import {
  CreateChangeSetCommand,
  DescribeChangeSetCommand,
  DescribeStackEventsCommand,
  GetTemplateCommand,
  ValidateTemplateCommand,
  type CreateStackInput,
} from '@aws-sdk/client-cloudformation'
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import {
  CreateSecretCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager'
import { PutParameterCommand } from '@aws-sdk/client-ssm'
import { afterAll, describe, expect, test } from 'vitest'
import { body, openStackLab, parameter } from './testing/stack-lab.ts'

/* What requests say of templates and their parameters: right, wrong, too large, and by hostile hands. */

const { running, config, account, cloudformation, ssm, create, update, events, valueOf, isThere } =
  await openStackLab()
afterAll(() => running.close())

const A = parameter('/requests/a', '1')

describe('a template is refused', () => {
  test.each<[string, object | string, string]>([
    [
      'with too many outputs',
      { Resources: { A }, Outputs: many(201, { Value: 'x' }) },
      'Number of outputs, 201, is greater than maximum allowed, 200',
    ],
    [
      'with too many resources',
      { Resources: many(501, { Type: 'AWS::CloudFormation::WaitConditionHandle' }) },
      'Number of resources, 501, is greater than maximum allowed, 500',
    ],
    [
      'of another version',
      { AWSTemplateFormatVersion: '2010-09-10', Resources: { A } },
      'Template format error: 2010-09-10 is not a supported value for AWSTemplateFormatVersion.',
    ],
    [
      'with too long a description',
      { Description: 'x'.repeat(1025), Resources: { A } },
      "Template format error: 'Description' length is greater than 1024.",
    ],
    [
      'with another member of a resource',
      { Resources: { A: { ...A, Propertys: {} } } },
      "Invalid template resource property 'Propertys'",
    ],
    [
      'with another member of a parameter',
      { Parameters: { P: { Type: 'String', Defalt: 1 } }, Resources: { A } },
      "Invalid template parameter property 'Defalt'",
    ],
    [
      'with an output of nothing',
      { Resources: { A }, Outputs: { O: {} } },
      'Every Outputs object must contain a Value member',
    ],
    [
      'with a policy that is none',
      { Resources: { A: { ...A, DeletionPolicy: 'Keep' } } },
      'Unrecognized DeletionPolicy Keep for resource A',
    ],
    [
      'with a snapshot of what has none',
      { Resources: { A: { ...A, DeletionPolicy: 'Snapshot' } } },
      'Template error: resource type AWS::SSM::Parameter does not support deletion policy Snapshot',
    ],
    [
      'with a replacement’s policy that is none',
      { Resources: { A: { ...A, UpdateReplacePolicy: 'RetainExceptOnCreate' } } },
      'Unrecognized UpdateReplacePolicy RetainExceptOnCreate',
    ],
    [
      'with a macro',
      { Transform: 'AWS::Serverless-2016-10-31', Resources: { A } },
      'does not have the transform AWS::Serverless-2016-10-31',
    ],
    [
      'with an include',
      { Transform: { Name: 'AWS::Include', Parameters: { Location: 's3://x' } }, Resources: { A } },
      'does not have the transform AWS::Include',
    ],
    [
      'with an include within',
      { Resources: { A: parameter('/a', { 'Fn::Transform': { Name: 'AWS::Include' } }) } },
      'does not have Fn::Transform',
    ],
    [
      'with an unknown function',
      { Resources: { A: parameter('/a', { 'Fn::Upper': 'a' }) } },
      'Encountered unsupported function: Fn::Upper',
    ],
    [
      'with an unknown mapping',
      { Resources: { A: parameter('/a', { 'Fn::FindInMap': ['M', 'a', 'b'] }) } },
      "Mapping named 'M' is not present",
    ],
    [
      'with an output on an unknown condition',
      { Resources: { A }, Outputs: { O: { Value: 'x', Condition: 'No' } } },
      'Unresolved condition dependency No in the Outputs block',
    ],
    [
      'with an unknown pseudo parameter',
      { Resources: { A: parameter('/a', { Ref: 'AWS::Planet' }) } },
      'Unresolved resource dependencies [AWS::Planet] in the Resources block',
    ],
    [
      'with a rule that does not hold',
      {
        Rules: {
          Own: {
            Assertions: [
              {
                Assert: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] },
                AssertDescription: 'only there',
              },
            ],
          },
        },
        Resources: { A },
      },
      'Rules failed: Own: only there',
    ],
    [
      'that is too long',
      `${body({ A })}${' '.repeat(51_200)}`,
      "Value at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to 51200",
    ],
  ])('%s', async (_name, template, message) => {
    const text = typeof template === 'string' ? template : JSON.stringify(template)
    await expect(create('refused', text, { Capabilities: ['CAPABILITY_AUTO_EXPAND'] })).rejects.toThrow(
      message,
    )
  })

  test('by its address: too large, not there, and no address', async () => {
    const s3 = new S3Client({ ...config, forcePathStyle: true })
    await s3.send(new CreateBucketCommand({ Bucket: 'requests' }))
    await s3.send(
      new PutObjectCommand({
        Bucket: 'requests',
        Key: 'large.json',
        Body: `${body({ A })}${' '.repeat(1_000_000)}`,
      }),
    )
    const validate = (TemplateURL: string) =>
      cloudformation.send(new ValidateTemplateCommand({ TemplateURL }))
    const at = `${running.endpoint}/requests`
    await expect(validate(`${at}/large.json`)).rejects.toThrow(
      'Template may not exceed 1000000 bytes in size.',
    )
    await expect(validate(`${at}/none.json`)).rejects.toThrow('S3 error: The specified key does not exist.')
    await expect(validate('nowhere')).rejects.toThrow('TemplateURL must be a supported URL.')
    // As large as that, and no larger, a template may be there.
    const most = 1_000_000 - body({ A }).length
    await s3.send(
      new PutObjectCommand({
        Bucket: 'requests',
        Key: 'most.json',
        Body: `${body({ A })}${' '.repeat(most)}`,
      }),
    )
    expect((await validate(`${at}/most.json`)).Parameters).toEqual([])
  })

  test('with the one of before and another', async () => {
    await create('previous', body({ A: parameter('/requests/previous', '1') }))
    await expect(update('previous', body({ A }), { UsePreviousTemplate: true })).rejects.toThrow(
      'You cannot specify both usePreviousTemplate and Template Body/Template URL.',
    )
  })
})

describe('parameters', () => {
  const declared = (Parameters: object, Value: unknown = { Ref: 'P' }) =>
    body({ A: parameter('/parameters/a', Value) }, { Parameters })

  test('with NoEcho are shown nowhere', async () => {
    const template = declared({ P: { Type: 'String', NoEcho: true } }, { 'Fn::Sub': 'is ${P}' })
    const given = (ParameterValue: string) => ({ Parameters: [{ ParameterKey: 'P', ParameterValue }] })
    const stack = await create('hidden', template, given('hush'))
    expect(stack).toMatchObject({ Parameters: [{ ParameterKey: 'P', ParameterValue: '****' }] })
    expect(await valueOf('/parameters/a')).toBe('is hush')
    const { Id } = await cloudformation.send(
      new CreateChangeSetCommand({
        StackName: 'hidden',
        ChangeSetName: 'x',
        TemplateBody: template,
        ...given('quiet'),
      }),
    )
    const shown = await cloudformation.send(
      new DescribeChangeSetCommand({ ChangeSetName: Id, IncludePropertyValues: true }),
    )
    expect(shown.Changes?.[0]?.ResourceChange?.Action).toBe('Modify')
    const { StackEvents } = await cloudformation.send(new DescribeStackEventsCommand({ StackName: 'hidden' }))
    expect(JSON.stringify([shown, StackEvents])).not.toMatch(/hush|quiet/)
    expect(JSON.stringify(StackEvents)).toContain('is ****')
  })

  test('that must name what is there fail the stack, in the words of AWS', async () => {
    const type = { Type: 'AWS::EC2::VPC::Id', Default: 'vpc-0123456789abcdef0' }
    expect(await create('absent', declared({ P: type }))).toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE' })
    const reason =
      'Parameter validation failed: parameter value vpc-0123456789abcdef0 for parameter name P does not exist.'
    expect(await events('absent')).toContain(
      `absent ROLLBACK_IN_PROGRESS: ${reason} Rollback requested by user.`,
    )
    const input = { StackName: 'absent-too', ChangeSetName: 'x', ChangeSetType: 'CREATE' } as const
    const list = { Type: 'List<AWS::EC2::AvailabilityZone::Name>', Default: 'eu-west-1a, eu-west-1z' }
    const TemplateBody = declared({ P: list }, { 'Fn::Select': [0, { Ref: 'P' }] })
    const { Id } = await cloudformation.send(new CreateChangeSetCommand({ ...input, TemplateBody }))
    expect(await cloudformation.send(new DescribeChangeSetCommand({ ChangeSetName: Id }))).toMatchObject({
      Status: 'FAILED',
      StatusReason:
        'Parameter validation failed: parameter value eu-west-1z for parameter name P does not exist.',
    })
  })

  test('that name what is there are taken', async () => {
    await ssm.send(new PutParameterCommand({ Name: '/parameters/zone', Value: 'eu-west-1b', Type: 'String' }))
    const Parameters = {
      P: {
        Type: 'AWS::SSM::Parameter::Value<AWS::EC2::AvailabilityZone::Name>',
        Default: '/parameters/zone',
      },
      N: { Type: 'AWS::SSM::Parameter::Name', Default: '/parameters/zone' },
    }
    const template = body(
      { A: parameter('/parameters/there', { 'Fn::Sub': '${P} of ${N}' }) },
      { Parameters },
    )
    expect(await create('there', template)).toMatchObject({ StackStatus: 'CREATE_COMPLETE' })
    expect(await valueOf('/parameters/there')).toBe('eu-west-1b of /parameters/zone')
  })

  test('that are lists keep to their pattern item by item', async () => {
    const list = {
      Type: 'CommaDelimitedList',
      AllowedPattern: '[a-z]+',
      ConstraintDescription: 'small letters',
    }
    const of = (Default: string) => declared({ P: { ...list, Default } }, { 'Fn::Join': ['+', { Ref: 'P' }] })
    await expect(create('lists', of('a,B'))).rejects.toThrow(
      'Parameter P failed to satisfy constraint: small letters',
    )
  })
})

test('dynamic references of all kinds are looked up when a resource is made', async () => {
  const secrets = new SecretsManagerClient(config)
  for (const Value of ['first', 'second']) {
    await ssm.send(
      new PutParameterCommand({ Name: '/dynamic/plain', Value, Type: 'String', Overwrite: true }),
    )
  }
  await ssm.send(new PutParameterCommand({ Name: '/dynamic/secure', Value: 'safe', Type: 'SecureString' }))
  const SecretString = JSON.stringify({ user: 'me', port: 3306 })
  const { ARN, VersionId } = await secrets.send(new CreateSecretCommand({ Name: 'dynamic/db', SecretString }))
  await secrets.send(
    new PutSecretValueCommand({ SecretId: ARN, SecretString: JSON.stringify({ user: 'you' }) }),
  )
  const values = {
    newest: '{{resolve:ssm:/dynamic/plain}}',
    versioned: '{{resolve:ssm:/dynamic/plain:1}}',
    secure: '{{resolve:ssm-secure:/dynamic/secure:1}}',
    key: '{{resolve:secretsmanager:dynamic/db:SecretString:user}}',
    arn: `{{resolve:secretsmanager:${ARN}:SecretString:user}}`,
    staged: '{{resolve:secretsmanager:dynamic/db:SecretString:port:AWSPREVIOUS}}',
    version: `{{resolve:secretsmanager:dynamic/db:SecretString:user::${VersionId}}}`,
    whole: 'all of {{resolve:secretsmanager:dynamic/db}}',
    two: '{{resolve:ssm:/dynamic/plain}} {{resolve:ssm:/dynamic/plain:1}}',
  }
  const Resources = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, parameter(`/dynamic/of/${name}`, value)]),
  )
  expect(await create('dynamic', body(Resources))).toMatchObject({ StackStatus: 'CREATE_COMPLETE' })
  const found = await Promise.all(
    Object.keys(values).map(async name => [name, await valueOf(`/dynamic/of/${name}`)] as const),
  )
  expect(Object.fromEntries(found)).toEqual({
    ...{ newest: 'second', versioned: 'first', secure: 'safe', key: 'you', arn: 'you' },
    ...{ staged: '3306', version: 'me', whole: 'all of {"user":"you"}', two: 'second first' },
  })
  const { TemplateBody } = await cloudformation.send(new GetTemplateCommand({ StackName: 'dynamic' }))
  expect(TemplateBody).toContain('{{resolve:ssm-secure:/dynamic/secure:1}}')
  for (const [name, value, reason] of [
    ['no-parameter', '{{resolve:ssm:/dynamic/nobody}}', 'ParameterNotFound|not found|does not exist'],
    [
      'no-key',
      '{{resolve:secretsmanager:dynamic/db:SecretString:nobody}}',
      'Could not find a value associated with JSONKey in SecretString',
    ],
    ['no-secret', '{{resolve:secretsmanager:nobody}}', "can't find the specified secret"],
  ] as const) {
    expect(await create(name, body({ A: parameter(`/dynamic/${name}`, value) }))).toMatchObject({
      StackStatus: 'ROLLBACK_COMPLETE',
    })
    expect((await events(name)).join('\n')).toMatch(new RegExp(`A CREATE_FAILED: .*(${reason})`))
    expect(await isThere(`/dynamic/${name}`)).toBe(false)
  }
})

test('every pseudo parameter is there', async () => {
  const names = ['AccountId', 'Partition', 'Region', 'StackId', 'StackName', 'URLSuffix']
  const all = names.map(name => `\${AWS::${name}}`).join(' ')
  const Resources = {
    A: parameter('/pseudo', { 'Fn::Sub': all }),
    B: parameter('/pseudo/topics', { 'Fn::Join': ['|', { Ref: 'AWS::NotificationARNs' }] }),
  }
  const NotificationARNs = [
    'arn:aws:sns:eu-west-1:123456789012:one',
    'arn:aws:sns:eu-west-1:123456789012:two',
  ]
  const input: Partial<CreateStackInput> = { NotificationARNs }
  const { StackId } = await create('pseudo', body(Resources), input)
  expect(await valueOf('/pseudo')).toBe(`${account.accountId} aws eu-west-1 ${StackId} pseudo amazonaws.com`)
  expect(await valueOf('/pseudo/topics')).toBe(NotificationARNs.join('|'))
})

test('a template with loops is deployed without them, and shown both ways', async () => {
  const template = body(
    {
      'Fn::ForEach::All': [
        'Name',
        { Ref: 'Names' },
        { 'P${Name}': parameter('/loops/${Name}', { 'Fn::Length': { Ref: 'Names' } }) },
      ],
    },
    {
      Transform: 'AWS::LanguageExtensions',
      Parameters: { Names: { Type: 'CommaDelimitedList', Default: 'a,b' } },
    },
  )
  await expect(create('loops', template)).rejects.toThrow('Requires capabilities : [CAPABILITY_AUTO_EXPAND]')
  const Capabilities: CreateStackInput['Capabilities'] = ['CAPABILITY_AUTO_EXPAND']
  expect(await create('loops', template, { Capabilities })).toMatchObject({ StackStatus: 'CREATE_COMPLETE' })
  expect(await valueOf('/loops/b')).toBe('2')
  const shown = async (TemplateStage: 'Original' | 'Processed') =>
    (await cloudformation.send(new GetTemplateCommand({ StackName: 'loops', TemplateStage }))).TemplateBody
  expect(await shown('Original')).toBe(template)
  const { Resources } = JSON.parse((await shown('Processed')) ?? '') as { Resources: object }
  expect(Object.keys(Resources)).toEqual(['Pa', 'Pb'])
  const Parameters = [{ ParameterKey: 'Names', ParameterValue: 'b,c' }]
  expect(await update('loops', template, { Capabilities, Parameters })).toMatchObject({
    StackStatus: 'UPDATE_COMPLETE',
  })
  expect(await Promise.all(['/loops/a', '/loops/b', '/loops/c'].map(isThere))).toEqual([false, true, true])
})

function many<T>(count: number, of: T): Record<string, T> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`M${index}`, of]))
}
