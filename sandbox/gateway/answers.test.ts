import { CreateClusterCommand, ECSClient } from '@aws-sdk/client-ecs'
import { DescribeSpotInstanceRequestsCommand, DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2'
import {
  CreateUserCommand,
  GetRoleCommand,
  IAMClient,
  UploadSigningCertificateCommand,
} from '@aws-sdk/client-iam'
import {
  GetResourcesCommand,
  ResourceGroupsTaggingAPIClient,
  TagResourcesCommand,
} from '@aws-sdk/client-resource-groups-tagging-api'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningSandbox, startSandbox } from '../start.ts'
import type { AccountKey } from './accounts.ts'
import { exchange, FORM, json, send } from './raw-request.ts'

let running: RunningSandbox
let key: AccountKey

beforeAll(async () => {
  running = await startSandbox({ dataDir: ':memory:', runtime: 'process', logLevel: 'silent' })
  key = running.createAccount()
})
afterAll(() => running.close())

const config = (account = key) => ({
  endpoint: running.endpoint,
  region: 'eu-west-1',
  credentials: account,
  maxAttempts: 1,
})
const post = (service: string, body: string, headers: Record<string, string>) =>
  send({ endpoint: running.endpoint, key, service, body, headers })

describe('what the practice account does not have', () => {
  const text = (operation: string) =>
    expect.stringContaining(`The practice account does not have ${operation}.`)

  test('is a 501 in awsJson', async () => {
    const call = new ResourceGroupsTaggingAPIClient(config()).send(
      new TagResourcesCommand({ ResourceARNList: ['x'], Tags: {} }),
    )
    const message = text('resource-groups-tagging:TagResources')
    await expect(call).rejects.toMatchObject({
      name: 'NotImplemented',
      message,
      $metadata: { httpStatusCode: 501 },
    })
  })

  test('is a 501 in awsQuery', async () => {
    const call = new IAMClient(config()).send(new UploadSigningCertificateCommand({ CertificateBody: 'x' }))
    const message = text('iam:UploadSigningCertificate')
    await expect(call).rejects.toMatchObject({
      name: 'NotImplemented',
      message,
      $metadata: { httpStatusCode: 501 },
    })
  })

  test('is a 501 in ec2Query', async () => {
    const call = new EC2Client(config()).send(new DescribeSpotInstanceRequestsCommand({}))
    const message = text('ec2:DescribeSpotInstanceRequests')
    await expect(call).rejects.toMatchObject({
      name: 'NotImplemented',
      message,
      $metadata: { httpStatusCode: 501 },
    })
  })

  test('names a service that is not there', async () => {
    const answer = await post('quicksight', '{}', json('QuickSight_20180401.ListUsers'))
    expect(answer.status).toBe(501)
    expect(JSON.parse(answer.body)).toEqual({
      __type: 'NotImplemented',
      message: 'The practice account does not have the service quicksight.',
    })
  })

  test('is a method not allowed where S3 has nothing of the kind', async () => {
    const headers = { 'x-amz-content-sha256': createHash('sha256').digest('hex') }
    const answer = await send({ endpoint: running.endpoint, key, service: 's3', body: '', headers })
    expect(answer.status).toBe(405)
    expect(answer.body).toContain(
      '<Code>MethodNotAllowed</Code><Message>The specified method is not allowed against this resource.</Message>',
    )
  })

  test('names a service whose paths begin as the registry’s do', async () => {
    const answer = await send({
      endpoint: running.endpoint,
      key,
      service: 'ses',
      body: '',
      tamper: sent => {
        sent.path = '/v2/email/identities'
      },
    })
    expect(answer.status).toBe(501)
    expect(answer.body).toContain('The practice account does not have the service ses.')
  })

  test.each([
    ['sts', 'Action=MakeCoffee&Version=2011-06-15', FORM, 'InvalidAction'],
    ['ec2', 'Action=MakeCoffee&Version=2016-11-15', FORM, 'InvalidAction'],
    ['ecs', '{}', json('AmazonEC2ContainerServiceV20141113.MakeCoffee'), 'UnknownOperationException'],
    ['ecs', '{}', {}, 'UnknownOperationException'],
  ])('an operation that AWS has not either: %s %s', async (service, body, headers, code) => {
    const answer = await post(service, body, headers)
    expect(answer.status).toBe(400)
    expect(answer.body).toContain(code)
  })
})

describe('input that is wrong', () => {
  test.each([
    [
      'sts',
      'Action=AssumeRole&Version=2011-06-15',
      FORM,
      'ValidationError',
      '2 validation errors detected: Value null at &apos;RoleArn&apos; failed to satisfy constraint: Member must not be null; Value null at',
    ],
    [
      'ec2',
      'Action=CreateSecurityGroup&Version=2016-11-15',
      FORM,
      'MissingParameter',
      'The request must contain the parameter Description, GroupName',
    ],
    [
      'tagging',
      '{}',
      json('ResourceGroupsTaggingAPI_20170126.GetTagValues'),
      'InvalidParameterException',
      "1 validation error detected: Value null at 'Key' failed to satisfy constraint: Member must not be null",
    ],
    [
      'tagging',
      '{"TagFilters":[{"Key":5}]}',
      json('ResourceGroupsTaggingAPI_20170126.GetResources'),
      'SerializationException',
      'TagFilters.1.member.Key must be a string; got a number.',
    ],
    [
      'tagging',
      '{"TagFilters":{}}',
      json('ResourceGroupsTaggingAPI_20170126.GetResources'),
      'SerializationException',
      'TagFilters must be a list; got a structure.',
    ],
    [
      'tagging',
      '{"TagFilters":',
      json('ResourceGroupsTaggingAPI_20170126.GetResources'),
      'SerializationException',
      'not valid JSON',
    ],
    [
      'tagging',
      '[]',
      json('ResourceGroupsTaggingAPI_20170126.GetResources'),
      'SerializationException',
      'Start of structure',
    ],
    [
      'iam',
      'Action=ListRoles&Version=2010-05-08&MaxItems=many',
      FORM,
      'InvalidParameterValue',
      'Expected a number',
    ],
    [
      'ec2',
      'Action=DescribeVpcs&Version=2016-11-15&DryRun=perhaps',
      FORM,
      'InvalidParameterValue',
      'Expected a boolean',
    ],
  ])('%s %s', async (service, body, headers, code, message) => {
    const answer = await post(service, body, headers)
    expect(answer.status).toBe(400)
    expect(answer.body).toContain(code)
    expect(answer.body).toContain(message)
  })

  test('a hostile form with ten thousand parameters is refused', async () => {
    const parameters = Array.from({ length: 10_001 }, (_, index) => `Filter.${index}.Name=x`).join('&')
    const answer = await post('ec2', `Action=DescribeVpcs&Version=2016-11-15&${parameters}`, FORM)
    expect(answer.body).toContain('more than 10000 parameters')
  })

  test('__proto__ in a body pollutes nothing', async () => {
    const body = '{"__proto__":{"polluted":1},"TagFilters":[{"Key":"a","__proto__":{"polluted":1}}]}'
    expect((await post('tagging', body, json('ResourceGroupsTaggingAPI_20170126.GetResources'))).status).toBe(
      200,
    )
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
  })
})

describe('errors on their way out', () => {
  test('a modelled exception arrives as the class of the SDK', async () => {
    const call = new IAMClient(config()).send(new GetRoleCommand({ RoleName: 'absent' }))
    await expect(call).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      message: 'The role with name absent cannot be found.',
      $metadata: { httpStatusCode: 404, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string },
    })
  })

  test('has the envelopes of its protocol', async () => {
    const query = await post('iam', 'Action=GetRole&Version=2010-05-08&RoleName=absent', FORM)
    const id = String(query.headers['x-amzn-requestid'])
    expect(query.headers['content-type']).toBe('text/xml')
    expect(query.body).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>NoSuchEntity</Code><Message>The role with name absent cannot be found.</Message></Error>' +
        `<RequestId>${id}</RequestId></ErrorResponse>`,
    )
    const ec2 = await post('ec2', 'Action=DescribeVpcs&Version=2016-11-15&VpcId.1=vpc-1', FORM)
    expect(ec2.body).toMatch(
      /^<\?xml .*\?>\n<Response><Errors><Error><Code>InvalidVpcID\.NotFound<\/Code><Message>.*<\/Message><\/Error><\/Errors><RequestID>[0-9a-f-]{36}<\/RequestID><\/Response>$/,
    )
  })

  test('tells nothing of what broke inside', async () => {
    const broken = running.createAccount()
    const scope = running.sandbox.store.scope(broken.accountId, 'global')
    scope.collection('iam:role').put('broken', {
      RoleName: 'broken',
      get Path(): string {
        throw new Error('secret')
      },
    })
    const call = new IAMClient(config(broken)).send(new GetRoleCommand({ RoleName: 'broken' }))
    await expect(call).rejects.toMatchObject({
      name: 'InternalFailure',
      message: expect.not.stringContaining('secret') as string,
    })
    scope.collection('iam:role').delete('broken')
  })
})

test('accounts and regions do not see one another', async () => {
  const [one, other] = [running.createAccount(), running.createAccount()]
  await new IAMClient(config(one)).send(new CreateUserCommand({ UserName: 'ann' }))
  await new IAMClient(config(other)).send(new CreateUserCommand({ UserName: 'ann' }))
  await new ECSClient(config(one)).send(
    new CreateClusterCommand({ clusterName: 'lab', tags: [{ key: 'k', value: 'v' }] }),
  )
  const seen = async (account: AccountKey, region: string) => {
    const client = new ResourceGroupsTaggingAPIClient({ ...config(account), region })
    const { ResourceTagMappingList = [] } = await client.send(new GetResourcesCommand({}))
    return ResourceTagMappingList.map(({ ResourceARN }) => ResourceARN)
  }
  expect(await seen(one, 'eu-west-1')).toEqual([`arn:aws:ecs:eu-west-1:${one.accountId}:cluster/lab`])
  expect(await seen(one, 'eu-west-2')).toEqual([])
  expect(await seen(other, 'eu-west-1')).toEqual([])
})

test('who looks at the address in a browser is told what it is', async () => {
  const answer = await exchange(running.endpoint, 'GET', '/', {}, '')
  expect(answer).toMatchObject({
    status: 200,
    body: expect.stringContaining('practice account of Slipway') as string,
  })
})

test('requests of web pages of other sites are refused', async () => {
  const { endpoint } = running
  const get = (headers: Record<string, string>) => exchange(endpoint, 'GET', '/_sandbox/health', headers, '')
  expect(await get({ host: 'rebound.example.com' })).toMatchObject({ status: 403 })
  expect(await get({ origin: 'https://evil.example.com' })).toMatchObject({ status: 403 })
  expect(await get({ origin: 'null' })).toMatchObject({ status: 403 })
  expect(await get({ 'sec-fetch-site': 'cross-site' })).toMatchObject({ status: 403 })
  const signed = '/bucket/key?X-Amz-Credential=A%2F20260101%2Feu-west-1%2Fs3%2Faws4_request&X-Amz-Signature=0'
  const opened = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }
  const read = { ...opened, 'sec-fetch-mode': 'no-cors' }
  const notOurs = expect.stringContaining('may not use the practice account') as string
  expect(await exchange(endpoint, 'GET', signed, opened, '')).not.toMatchObject({ body: notOurs })
  for (const [method, path, headers] of [
    ['GET', signed, read],
    ['POST', signed, opened],
    ['GET', '/bucket/key', opened],
  ] as const) {
    expect(await exchange(endpoint, method, path, headers, '')).toMatchObject({ status: 403, body: notOurs })
  }
  expect(await get({ host: 'localhost:4566', origin: 'http://localhost:4321' })).toMatchObject({
    status: 200,
  })
})

test('a body that is too large is refused before it is read whole', async () => {
  const answer = await post(
    'tagging',
    'x'.repeat(33 * 1024 * 1024),
    json('ResourceGroupsTaggingAPI_20170126.GetResources'),
  ).catch((error: unknown) => error)
  if (answer instanceof Error) expect(answer.message).toMatch(/ECONNRESET|EPIPE/)
  else expect(answer).toMatchObject({ status: 413 })
  expect((await new STSClient(config()).send(new GetCallerIdentityCommand({}))).Account).toBe(key.accountId)
})

describe('with signatures off', () => {
  let open: RunningSandbox

  beforeAll(async () => {
    open = await startSandbox({
      dataDir: ':memory:',
      auth: 'off',
      runtime: 'process',
      logLevel: 'silent',
      defaultAccountId: '123456789012',
    })
  })
  afterAll(() => open.close())

  test('any key is the default account', async () => {
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
    const options = { endpoint: open.endpoint, region: 'us-east-1', credentials }
    const identity = await new STSClient(options).send(new GetCallerIdentityCommand({}))
    expect(identity).toMatchObject({ Account: '123456789012', Arn: 'arn:aws:iam::123456789012:root' })
    const { Vpcs } = await new EC2Client(options).send(new DescribeVpcsCommand({}))
    expect(Vpcs).toHaveLength(1)
  })

  test('a request may be unsigned', async () => {
    const form = await exchange(
      open.endpoint,
      'POST',
      '/',
      FORM,
      'Action=GetCallerIdentity&Version=2011-06-15',
    )
    expect(form.body).toContain('<Account>123456789012</Account>')
    const target = json('ResourceGroupsTaggingAPI_20170126.GetTagKeys')
    expect(JSON.parse((await exchange(open.endpoint, 'POST', '/', target, '{}')).body)).toEqual({
      PaginationToken: '',
      TagKeys: [],
    })
  })

  test('a key that was made here is still its owner', async () => {
    const account = open.createAccount()
    const client = new STSClient({ endpoint: open.endpoint, region: 'us-east-1', credentials: account })
    expect((await client.send(new GetCallerIdentityCommand({}))).Account).toBe(account.accountId)
  })
})
