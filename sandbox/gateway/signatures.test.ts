import { STSClient, AssumeRoleCommand, GetSessionTokenCommand } from '@aws-sdk/client-sts'
import { CreateRoleCommand, IAMClient, UpdateAccessKeyCommand } from '@aws-sdk/client-iam'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningSandbox, startSandbox } from '../start.ts'
import type { AccountKey } from './accounts.ts'
import { exchange, FORM, json, type RawRequest, send } from './raw-request.ts'

let running: RunningSandbox
let key: AccountKey

beforeAll(async () => {
  running = await startSandbox({ dataDir: ':memory:', runtime: 'process', logLevel: 'silent' })
  key = running.createAccount()
})
afterAll(() => running.close())

const MINUTE = 60_000
const MISMATCH = /The request signature we calculated does not match the signature you provided\./

/** The same read-only request in each protocol. */
const requests = {
  query: () => signed({ service: 'sts', body: 'Action=GetCallerIdentity&Version=2011-06-15', headers: FORM }),
  json: () =>
    signed({ service: 'tagging', body: '{}', headers: json('ResourceGroupsTaggingAPI_20170126.GetTagKeys') }),
  ec2: () => signed({ service: 'ec2', body: 'Action=DescribeVpcs&Version=2016-11-15', headers: FORM }),
}

function signed(request: Pick<RawRequest, 'service' | 'body' | 'headers'>): RawRequest {
  return { endpoint: running.endpoint, key, ...request }
}

describe('a right signature', () => {
  test.each(Object.entries(requests))('is accepted: %s', async (_name, request) => {
    expect(await send(request())).toMatchObject({ status: 200 })
  })

  test('is accepted in the query of a presigned URL', async () => {
    const answer = await send({ ...requests.query(), headers: {}, presign: 60 })
    expect(answer.status).toBe(200)
    expect(answer.body).toContain(`<Arn>arn:aws:iam::${key.accountId}:user/learner</Arn>`)
  })

  test('is accepted when the clock is three minutes off', async () => {
    expect((await send({ ...requests.json(), at: Date.now() - 3 * MINUTE })).status).toBe(200)
    expect((await send({ ...requests.json(), at: Date.now() + 3 * MINUTE })).status).toBe(200)
  })
})

describe('an unknown key', () => {
  const unknown = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' }

  test.each([
    ['query', 403, 'InvalidClientTokenId', 'The security token included in the request is invalid.'],
    ['json', 400, 'UnrecognizedClientException', 'The security token included in the request is invalid.'],
    ['ec2', 401, 'AuthFailure', 'AWS was not able to validate the provided access credentials'],
  ] as const)('%s', async (name, status, code, message) => {
    const answer = await send({ ...requests[name](), key: unknown })
    expect(answer.status).toBe(status)
    expect(answer.body).toContain(code)
    expect(answer.body).toContain(message)
  })

  test('is also one that was switched off', async () => {
    const account = running.createAccount()
    const iam = new IAMClient({ ...config(account), maxAttempts: 1 })
    const { accessKeyId: AccessKeyId } = account
    await iam.send(new UpdateAccessKeyCommand({ UserName: 'learner', AccessKeyId, Status: 'Inactive' }))
    expect((await send({ ...requests.query(), key: account })).body).toContain('InvalidClientTokenId')
  })
})

describe('a wrong signature', () => {
  test.each([
    ['query', 403, 'SignatureDoesNotMatch', MISMATCH],
    ['json', 400, 'InvalidSignatureException', MISMATCH],
    ['ec2', 401, 'AuthFailure', /AWS was not able to validate/],
  ] as const)('by another secret: %s', async (name, status, code, message) => {
    const answer = await send({ ...requests[name](), key: { ...key, secretAccessKey: 'wrong' } })
    expect(answer.status).toBe(status)
    expect(answer.body).toContain(code)
    expect(answer.body).toMatch(message)
  })

  test('over another body', async () => {
    const answer = await send({
      ...requests.query(),
      tamper: sent => (sent.body = 'Action=GetSessionToken&Version=2011-06-15'),
    })
    expect(answer).toMatchObject({ status: 403, body: expect.stringMatching(MISMATCH) })
  })

  test('over another body whose hash is declared as the signed one', async () => {
    const answer = await send({
      ...requests.query(),
      headers: {
        ...FORM,
        'x-amz-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      },
    })
    expect(answer.body).toMatch(MISMATCH)
  })

  test('over another target', async () => {
    const answer = await send({
      ...requests.json(),
      tamper: sent => (sent.headers['x-amz-target'] = 'ResourceGroupsTaggingAPI_20170126.GetResources'),
    })
    expect(answer.body).toMatch(MISMATCH)
  })

  test('with a header of AWS added after signing', async () => {
    const answer = await send({ ...requests.query(), tamper: sent => (sent.headers['x-amz-extra'] = '1') })
    expect(answer).toMatchObject({
      status: 403,
      body: expect.stringContaining('were not signed: x-amz-extra'),
    })
  })

  test('for another service', async () => {
    const answer = await send({ ...requests.query(), tamper: sent => swap(sent, '/sts/', '/iam/') })
    expect(answer.body).toMatch(MISMATCH)
  })

  test.each(['..', 'EU-WEST-1', 'nowhere'])('for %s, which is no region', async region => {
    const answer = await send({
      ...requests.json(),
      tamper: sent => swap(sent, '/eu-west-1/', `/${region}/`),
    })
    expect(answer).toMatchObject({
      status: 400,
      body: expect.stringContaining('scoped to a valid region') as string,
    })
  })

  test('of another day than its credential scope', async () => {
    const answer = await send({ ...requests.query(), tamper: sent => swap(sent, /\/\d{8}\//, '/20200101/') })
    expect(answer.body).toContain('Date in Credential scope does not match YYYYMMDD')
  })

  test('of a presigned URL with a parameter changed', async () => {
    const answer = await send({
      ...requests.query(),
      headers: {},
      presign: 60,
      tamper: sent => (sent.path = sent.path.replace('GetCallerIdentity', 'GetSessionToken')),
    })
    expect(answer.body).toMatch(MISMATCH)
  })
})

describe('the time of a signature', () => {
  test.each([
    [
      'json',
      -6,
      400,
      'InvalidSignatureException',
      /Signature expired: \d{8}T\d{6}Z is now earlier than .* - 5 min\.\)/,
    ],
    [
      'json',
      6,
      400,
      'InvalidSignatureException',
      /Signature not yet current: .* is still later than .* \+ 5 min\.\)/,
    ],
    ['query', -16, 403, 'SignatureDoesNotMatch', /Signature expired: .* - 15 min\.\)/],
    ['ec2', -6, 401, 'AuthFailure', /AWS was not able to validate/],
  ] as const)('%s, %i minutes off', async (name, minutes, status, code, message) => {
    const answer = await send({ ...requests[name](), at: Date.now() + minutes * MINUTE })
    expect(answer.status).toBe(status)
    expect(answer.body).toContain(code)
    expect(answer.body).toMatch(message)
  })

  test('a presigned URL ends when it says', async () => {
    const answer = await send({ ...requests.query(), headers: {}, presign: 60, at: Date.now() - 2 * MINUTE })
    expect(answer).toMatchObject({ status: 403, body: expect.stringContaining('Signature expired') })
  })
})

describe('no or half a signature', () => {
  test.each([
    ['query', 403, 'MissingAuthenticationToken'],
    ['json', 400, 'MissingAuthenticationTokenException'],
    ['ec2', 403, 'MissingAuthenticationToken'],
  ] as const)('none: %s', async (name, status, code) => {
    const { body, headers = {} } = requests[name]()
    const answer = await exchange(running.endpoint, 'POST', '/', headers, body)
    expect(answer.status).toBe(status)
    expect(answer.body).toContain(code)
    expect(answer.body).toContain('Request is missing Authentication Token')
  })

  test('without its parts', async () => {
    const answer = await send({
      ...requests.query(),
      tamper: sent => (sent.headers['authorization'] = 'AWS4-HMAC-SHA256 SignedHeaders=host'),
    })
    expect(answer.status).toBe(400)
    expect(answer.body).toContain('IncompleteSignature')
    expect(answer.body).toContain('Authorization header requires &apos;Credential&apos; parameter.')
  })

  test('without its parts, as the JSON protocols name it', async () => {
    const answer = await send({
      ...requests.json(),
      tamper: sent => (sent.headers['authorization'] = 'AWS4-HMAC-SHA256 SignedHeaders=host'),
    })
    expect(answer.status).toBe(400)
    expect(JSON.parse(answer.body)).toMatchObject({ __type: 'IncompleteSignatureException' })
  })

  test('with a broken credential scope', async () => {
    const answer = await send({ ...requests.query(), tamper: sent => swap(sent, '/aws4_request', '') })
    expect(answer.body).toContain('Credential must have exactly 5 slash-delimited elements')
  })
})

describe('temporary credentials', () => {
  test('need their token, and an other one will not do', async () => {
    const { Credentials } = await new STSClient(config(key)).send(new GetSessionTokenCommand({}))
    const temporary = {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
    }
    const sessionToken = Credentials?.SessionToken ?? ''
    expect((await send({ ...requests.query(), key: temporary, sessionToken })).status).toBe(200)
    expect((await send({ ...requests.query(), key: temporary })).body).toContain('InvalidClientTokenId')
    expect((await send({ ...requests.query(), key: temporary, sessionToken: 'x' })).body).toContain(
      'InvalidClientTokenId',
    )
    expect((await send({ ...requests.query(), sessionToken })).body).toContain('InvalidClientTokenId')
  })

  test.each([
    ['query', 403, 'ExpiredToken'],
    ['json', 400, 'ExpiredTokenException'],
    ['ec2', 400, 'RequestExpired'],
  ] as const)('expire: %s', async (name, status, code) => {
    const iam = new IAMClient(config(key))
    const Statement = [{ Effect: 'Allow', Principal: { AWS: key.accountId }, Action: 'sts:AssumeRole' }]
    const { Role } = await iam.send(
      new CreateRoleCommand({
        RoleName: `short-${name}`,
        AssumeRolePolicyDocument: JSON.stringify({ Statement }),
      }),
    )
    const { Credentials } = await new STSClient(config(key)).send(
      new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: 'session', DurationSeconds: 900 }),
    )
    const temporary = {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
    }
    const sessions = running.sandbox.store
      .scope(key.accountId, 'global')
      .collection<{ expiresAt: number }>('sts:session')
    const session = sessions.get(temporary.accessKeyId)
    sessions.put(temporary.accessKeyId, { ...session, expiresAt: Date.now() - 1000 })
    const answer = await send({
      ...requests[name](),
      key: temporary,
      sessionToken: Credentials?.SessionToken ?? '',
    })
    expect(answer.status).toBe(status)
    expect(answer.body).toContain(code)
    expect(answer.body).toContain('The security token included in the request is expired')
  })
})

function swap(sent: { headers: Record<string, string> }, from: string | RegExp, to: string): void {
  sent.headers['authorization'] = (sent.headers['authorization'] ?? '').replace(from, to)
}

function config(account: AccountKey) {
  return { endpoint: running.endpoint, region: 'eu-west-1', credentials: account }
}
