import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  IAMClient,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam'
import {
  GetResourcesCommand,
  ResourceGroupsTaggingAPIClient,
} from '@aws-sdk/client-resource-groups-tagging-api'
import * as ssm from '@aws-sdk/client-ssm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { AccountKey } from '../../gateway/accounts.ts'
import { type RunningSandbox, startSandbox } from '../../start.ts'
import { readParameter } from './parameter-value.ts'

let running: RunningSandbox
let account: AccountKey
let client: ssm.SSMClient

const configOf = (credentials: { accessKeyId: string; secretAccessKey: string }) => ({
  endpoint: running.endpoint,
  region: 'eu-west-1',
  credentials,
  maxAttempts: 1,
})
const put = (Name: string, Value: string, more: Partial<ssm.PutParameterCommandInput> = {}) =>
  client.send(new ssm.PutParameterCommand({ Name, Value, Type: 'String', ...more }))
const get = async (Name: string, WithDecryption?: boolean) =>
  (await client.send(new ssm.GetParameterCommand({ Name, WithDecryption }))).Parameter
const scope = () => running.sandbox.store.scope(account.accountId, 'eu-west-1')
const arn = (path: string) => `arn:aws:ssm:eu-west-1:${account.accountId}:parameter${path}`

beforeAll(async () => {
  running = await startSandbox({ dataDir: ':memory:', runtime: 'process', logLevel: 'silent' })
})
beforeEach(() => {
  account = running.createAccount()
  client = new ssm.SSMClient(configOf(account))
})
afterAll(() => running.close())

test('a parameter is found by name, ARN, version and label', async () => {
  expect(await put('/lab/url', 'one', { Description: 'where' })).toMatchObject({
    Version: 1,
    Tier: 'Standard',
  })
  await put('/lab/url', 'two', { Overwrite: true })
  await client.send(
    new ssm.LabelParameterVersionCommand({ Name: '/lab/url', ParameterVersion: 1, Labels: ['old', 'aws-x'] }),
  )
  expect(await get('/lab/url')).toMatchObject({
    Name: '/lab/url',
    Value: 'two',
    Version: 2,
    ARN: arn('/lab/url'),
    DataType: 'text',
  })
  expect(await get(arn('/lab/url'))).toMatchObject({ Value: 'two' })
  expect(await get('/lab/url:1')).toMatchObject({ Value: 'one', Selector: ':1' })
  expect(await get('/lab/url:old')).toMatchObject({ Value: 'one', Selector: ':old' })
  await expect(get('/lab/url:7')).rejects.toMatchObject({ name: 'ParameterVersionNotFound' })
  await expect(get('/lab/none')).rejects.toMatchObject({ name: 'ParameterNotFound' })
  await put('root', 'r')
  expect(await get(arn('/root'))).toMatchObject({ Name: 'root', Value: 'r' })
  expect(readParameter(scope(), arn('/root'))).toEqual({ arn: arn('/root'), value: 'r', type: 'String' })
  const { Parameters } = await client.send(new ssm.GetParameterHistoryCommand({ Name: '/lab/url' }))
  expect(Parameters?.map(({ Value, Labels, Description }) => [Value, Labels, Description])).toEqual([
    ['one', ['old'], 'where'],
    ['two', [], 'where'],
  ])
  const unlabel = { Name: '/lab/url', ParameterVersion: 1, Labels: ['old', 'new'] }
  expect(await client.send(new ssm.UnlabelParameterVersionCommand(unlabel))).toMatchObject({
    RemovedLabels: ['old'],
    InvalidLabels: ['new'],
  })
})

test('a SecureString is told in clear only to who asks for it', async () => {
  await put('/lab/password', 'hunter2', { Type: 'SecureString' })
  expect((await get('/lab/password'))?.Value).not.toContain('hunter2')
  expect(await get('/lab/password', true)).toMatchObject({ Value: 'hunter2', Type: 'SecureString' })
  expect(readParameter(scope(), '/lab/password')).toMatchObject({ value: 'hunter2', type: 'SecureString' })
  const { Parameters } = await client.send(new ssm.DescribeParametersCommand({}))
  expect(Parameters).toMatchObject([{ Name: '/lab/password', KeyId: 'alias/aws/ssm' }])
  expect(JSON.stringify(Parameters)).not.toContain('hunter2')
})

test('paths have levels', async () => {
  for (const name of ['/lab/a', '/lab/b', '/lab/deep/c', '/other/d', 'root']) await put(name, name)
  const under = async (Path: string, Recursive: boolean) => {
    const names: (string | undefined)[] = []
    const pages = ssm.paginateGetParametersByPath({ client, pageSize: 1 }, { Path, Recursive })
    for await (const { Parameters = [] } of pages) names.push(...Parameters.map(({ Name }) => Name))
    return names
  }
  expect(await under('/lab', false)).toEqual(['/lab/a', '/lab/b'])
  expect(await under('/lab/', true)).toEqual(['/lab/a', '/lab/b', '/lab/deep/c'])
  expect(await under('/', false)).toEqual(['root'])
  await expect(under('lab', false)).rejects.toMatchObject({ name: 'ValidationException' })
})

test('filters find by name, path, type, tier and tag', async () => {
  await put('/lab/a', '1', { Tags: [{ Key: 'slipway-lab', Value: '100' }] })
  await put('/lab/b', '2', { Type: 'StringList', Tier: 'Advanced' })
  const names = async (...ParameterFilters: ssm.ParameterStringFilter[]) => {
    const { Parameters } = await client.send(new ssm.DescribeParametersCommand({ ParameterFilters }))
    return Parameters?.map(({ Name }) => Name)
  }
  expect(await names({ Key: 'Name', Option: 'Contains', Values: ['/b'] })).toEqual(['/lab/b'])
  expect(await names({ Key: 'Path', Values: ['/lab'] })).toEqual(['/lab/a', '/lab/b'])
  expect(await names({ Key: 'Type', Values: ['StringList'] })).toEqual(['/lab/b'])
  expect(await names({ Key: 'Tier', Values: ['Standard'] })).toEqual(['/lab/a'])
  expect(await names({ Key: 'tag:slipway-lab', Values: ['100'] })).toEqual(['/lab/a'])
  for (const [filters, name, message] of [
    [
      [{ Key: 'Colour', Values: ['x'] }],
      'ValidationException',
      "1 validation error detected: Value 'Colour' at 'parameterFilters.1.member.key' failed to satisfy constraint: Member must satisfy regular expression pattern: tag:.+|Name|Type|KeyId|Path|Label|Tier|DataType",
    ],
    [
      [{ Key: 'Label', Values: ['x'] }],
      'InvalidFilterKey',
      'The following filter key is not valid: Label. Valid filter keys include: [Path, Name, Type, KeyId, Tier, DataType, tag]',
    ],
    [
      [
        { Key: 'Name', Values: ['a'] },
        { Key: 'Name', Values: ['b'] },
      ],
      'InvalidFilterKey',
      'The following filter is duplicated in the request: Name. A request can contain only one occurrence of a specific filter.',
    ],
    [
      [{ Key: 'Path', Option: 'Equals', Values: ['/'] }],
      'InvalidFilterOption',
      'The following filter option is not valid: Equals. Valid options include: [Recursive, OneLevel].',
    ],
    [
      [{ Key: 'Type', Values: ['Text'] }],
      'InvalidFilterValue',
      'The following filter value is not valid: Text. Valid values include: [String, StringList, SecureString]',
    ],
    [
      [{ Key: 'Name' }],
      'InvalidFilterValue',
      'The following filter values are missing : null for filter key Name.',
    ],
  ] as const) {
    await expect(names(...(filters as unknown as ssm.ParameterStringFilter[]))).rejects.toMatchObject({
      name,
      message,
    })
  }
})

test('several are read and deleted at once, and tell which are not there', async () => {
  await put('a', '1')
  await put('b', '2')
  const some = await client.send(new ssm.GetParametersCommand({ Names: ['a', 'none', 'b'] }))
  expect(some.Parameters?.map(({ Value }) => Value)).toEqual(['1', '2'])
  expect(some.InvalidParameters).toEqual(['none'])
  expect(await client.send(new ssm.DeleteParametersCommand({ Names: ['a', 'none'] }))).toMatchObject({
    DeletedParameters: ['a'],
    InvalidParameters: ['none'],
  })
  await client.send(new ssm.DeleteParameterCommand({ Name: 'b' }))
  await expect(client.send(new ssm.DeleteParameterCommand({ Name: 'b' }))).rejects.toMatchObject({
    name: 'ParameterNotFound',
  })
})

test('tags come and go, and the tagging API finds them', async () => {
  await put('/lab/a', '1')
  const resource = { ResourceType: 'Parameter', ResourceId: '/lab/a' } as const
  await client.send(
    new ssm.AddTagsToResourceCommand({ ...resource, Tags: [{ Key: 'slipway-lab', Value: '100' }] }),
  )
  const tagging = new ResourceGroupsTaggingAPIClient(configOf(account))
  const found = await tagging.send(new GetResourcesCommand({}))
  expect(found.ResourceTagMappingList?.map(({ ResourceARN }) => ResourceARN)).toEqual([arn('/lab/a')])
  await client.send(new ssm.RemoveTagsFromResourceCommand({ ...resource, TagKeys: ['slipway-lab'] }))
  expect((await client.send(new ssm.ListTagsForResourceCommand(resource))).TagList).toEqual([])
  await expect(
    client.send(new ssm.ListTagsForResourceCommand({ ...resource, ResourceId: 'none' })),
  ).rejects.toMatchObject({ name: 'InvalidResourceId' })
})

test('what is wrong is refused in AWS’s words', async () => {
  await put('/lab/a', '1', { AllowedPattern: '^[0-9]+$' })
  await expect(put('/lab/a', '2')).rejects.toMatchObject({
    name: 'ParameterAlreadyExists',
    message:
      'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
  })
  await expect(put('/lab/a', 'x', { Overwrite: true })).rejects.toMatchObject({
    name: 'ParameterPatternMismatchException',
  })
  await expect(put('lab/a', '2')).rejects.toThrow('Parameter name must be a fully qualified name.')
  await expect(put('/aws/x', '2')).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: 'No access to reserved parameter name: aws/x.',
  })
  await expect(put('/SSM/x', '2')).rejects.toThrow('can\'t be prefixed with "ssm" (case-insensitive)')
  await expect(put('aws-x', '2')).rejects.toThrow('can\'t be prefixed with "aws" or "ssm" (case-insensitive)')
  await expect(put('/x', '2', { DataType: 'Text' })).rejects.toThrow(
    'The following data type is not supported: Text (Data type names are all lowercase.)',
  )
  const Names = Array.from({ length: 11 }, (_, at) => String(at))
  await expect(client.send(new ssm.GetParametersCommand({ Names }))).rejects.toThrow(
    "at 'names' failed to satisfy constraint: Member must have length less than or equal to 10",
  )
  await expect(put(`/${'a/'.repeat(15)}b`, '2')).rejects.toMatchObject({
    name: 'HierarchyLevelLimitExceededException',
  })
  await expect(put('/long', 'x'.repeat(4097))).rejects.toThrow(
    'Standard tier parameters support a maximum parameter value of 4096 characters.',
  )
  expect(await put('/long', 'x'.repeat(4097), { Tier: 'Intelligent-Tiering' })).toMatchObject({
    Tier: 'Advanced',
  })
  await expect(put('/long', 'x', { Overwrite: true, Tier: 'Standard' })).rejects.toThrow("can't downgrade")
  await expect(put('/new', 'x', { Type: undefined })).rejects.toThrow(
    'A parameter type is required when you create a parameter.',
  )
  await expect(put('/lab/a', '3', { Overwrite: true, Tags: [{ Key: 'a', Value: 'b' }] })).rejects.toThrow(
    "tags and overwrite can't be used together",
  )
  await expect(
    put('/p', 'x', { Tier: 'Advanced', Policies: '[{"Type":"Expiration"}]' }),
  ).rejects.toMatchObject({ $metadata: { httpStatusCode: 501 } })
})

test('policies are asked about each of several parameters', async () => {
  for (const name of ['/mine/a', '/other/b']) await put(name, name)
  const iam = new IAMClient(configOf(account))
  await iam.send(new CreateUserCommand({ UserName: 'app' }))
  const PolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'ssm:GetParameter*', Resource: arn('/mine/*') }],
  })
  await iam.send(new PutUserPolicyCommand({ UserName: 'app', PolicyName: 'p', PolicyDocument }))
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'app' }))
  const user = new ssm.SSMClient(
    configOf({
      accessKeyId: AccessKey?.AccessKeyId ?? '',
      secretAccessKey: AccessKey?.SecretAccessKey ?? '',
    }),
  )
  const read = (...Names: string[]) => user.send(new ssm.GetParametersCommand({ Names }))
  expect((await read('/mine/a')).Parameters).toHaveLength(1)
  await expect(read('/mine/a', '/other/b')).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringContaining(`ssm:GetParameters on resource: ${arn('/other/b')}`),
  })
})
