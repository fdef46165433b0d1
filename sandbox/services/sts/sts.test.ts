import { CreateClusterCommand, DescribeClustersCommand, ECSClient } from '@aws-sdk/client-ecs'
import * as iam from '@aws-sdk/client-iam'
import * as sts from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AccountKey } from '../../gateway/accounts.ts'
import { type RunningSandbox, startSandbox } from '../../start.ts'

let running: RunningSandbox
let key: AccountKey

beforeAll(async () => {
  running = await startSandbox({ dataDir: ':memory:', runtime: 'process', logLevel: 'silent' })
  key = running.createAccount()
})
afterAll(() => running.close())

type Keys = Pick<AccountKey, 'accessKeyId' | 'secretAccessKey'> & { sessionToken?: string }

const config = (credentials: Keys = key) => ({
  endpoint: running.endpoint,
  region: 'eu-west-1',
  credentials,
  maxAttempts: 1,
})
const allowing = (Action: string, Condition?: object) =>
  JSON.stringify({ Statement: [{ Effect: 'Allow', Action, Resource: '*', Condition }] })

async function createRole(
  RoleName: string,
  statement: object,
  policy = allowing('*'),
  MaxSessionDuration?: number,
): Promise<string> {
  const client = new iam.IAMClient(config())
  const Statement = [{ Effect: 'Allow', Action: 'sts:AssumeRole', ...statement }]
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement })
  const { Role } = await client.send(
    new iam.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument, MaxSessionDuration }),
  )
  await client.send(new iam.PutRolePolicyCommand({ RoleName, PolicyName: 'p', PolicyDocument: policy }))
  return Role?.Arn ?? ''
}

async function assume(RoleArn: string, more: Partial<sts.AssumeRoleCommandInput> = {}, by: Keys = key) {
  const answer = await new sts.STSClient(config(by)).send(
    new sts.AssumeRoleCommand({ RoleArn, RoleSessionName: 'session', ...more }),
  )
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = answer.Credentials ?? {}
  return {
    ...answer,
    keys: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken },
  }
}

const trustsAccount = () => ({ Principal: { AWS: key.accountId } })
const denied = (role: string, by = `arn:aws:iam::${key.accountId}:user/learner`) => ({
  name: 'AccessDenied',
  message: `User: ${by} is not authorized to perform: sts:AssumeRole on resource: ${role}`,
})

describe('AssumeRole', () => {
  test('gives the role’s credentials to whom it trusts', async () => {
    const role = await createRole('plain', trustsAccount())
    const { keys, AssumedRoleUser, Credentials } = await assume(role)
    const arn = `arn:aws:sts::${key.accountId}:assumed-role/plain/session`
    expect(AssumedRoleUser).toMatchObject({
      Arn: arn,
      AssumedRoleId: expect.stringMatching(/^AROA\w{17}:session$/) as string,
    })
    expect(keys.accessKeyId).toMatch(/^ASIA/)
    const inAnHour = Date.now() + 3_600_000
    expect(Math.abs((Credentials?.Expiration?.getTime() ?? 0) - inAnHour)).toBeLessThan(10_000)
    const identity = await new sts.STSClient(config(keys)).send(new sts.GetCallerIdentityCommand({}))
    expect(identity).toMatchObject({
      Account: key.accountId,
      Arn: arn,
      UserId: AssumedRoleUser?.AssumedRoleId,
    })
    await new ECSClient(config(keys)).send(new CreateClusterCommand({ clusterName: 'by-role' }))
  })

  test('wants the external id that the role wants', async () => {
    const Condition = { StringEquals: { 'sts:ExternalId': 'secret-1' } }
    const role = await createRole('external', { ...trustsAccount(), Condition })
    await expect(assume(role)).rejects.toMatchObject(denied(role))
    await expect(assume(role, { ExternalId: 'secret-2' })).rejects.toMatchObject(denied(role))
    expect((await assume(role, { ExternalId: 'secret-1' })).keys.accessKeyId).toMatch(/^ASIA/)
  })

  test('refuses strangers, services’ roles and roles that are not there', async () => {
    const stranger = running.createAccount()
    const role = await createRole('own', trustsAccount())
    await expect(assume(role, {}, stranger)).rejects.toMatchObject(
      denied(role, `arn:aws:iam::${stranger.accountId}:user/learner`),
    )
    const service = await createRole('service', { Principal: { Service: 'ecs-tasks.amazonaws.com' } })
    await expect(assume(service)).rejects.toMatchObject(denied(service))
    const absent = `arn:aws:iam::${key.accountId}:role/absent`
    await expect(assume(absent)).rejects.toMatchObject(denied(absent))
  })

  test('crosses accounts when both sides allow it', async () => {
    const other = running.createAccount()
    const role = await createRole('cross', { Principal: { AWS: `arn:aws:iam::${other.accountId}:root` } })
    const { keys } = await assume(role, {}, other)
    const identity = await new sts.STSClient(config(keys)).send(new sts.GetCallerIdentityCommand({}))
    expect(identity.Account).toBe(key.accountId)
  })

  test('with a session policy allows no more than that', async () => {
    const role = await createRole('bounded', trustsAccount())
    const Policy = allowing('ecs:Describe*', { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } })
    const { keys } = await assume(role, { Policy })
    await new ECSClient(config(keys)).send(new DescribeClustersCommand({}))
    const because = (action: string) => ({
      message: expect.stringContaining(`because no session policy allows the ${action} action`) as string,
    })
    const elsewhere = new ECSClient({ ...config(keys), region: 'us-east-1' })
    await expect(elsewhere.send(new DescribeClustersCommand({}))).rejects.toMatchObject(
      because('ecs:DescribeClusters'),
    )
    await expect(
      new iam.IAMClient(config(keys)).send(new iam.CreateUserCommand({ UserName: 'x' })),
    ).rejects.toMatchObject(because('iam:CreateUser'))
    await expect(assume(role, { Policy: '{}' })).rejects.toMatchObject({
      name: 'MalformedPolicyDocumentException',
    })
  })

  test('gives no role without its own permission, and AccessDeniedException in JSON', async () => {
    const role = await createRole('reader', trustsAccount(), allowing('ecs:Describe*'))
    const { keys } = await assume(role)
    await expect(
      new ECSClient(config(keys)).send(new CreateClusterCommand({ clusterName: 'no' })),
    ).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: `User: arn:aws:sts::${key.accountId}:assumed-role/reader/session is not authorized to perform: ecs:CreateCluster on resource: arn:aws:ecs:eu-west-1:${key.accountId}:cluster/no because no identity-based policy allows the ecs:CreateCluster action`,
    })
    await expect(assume(role, {}, keys)).rejects.toMatchObject({ name: 'AccessDenied' })
  })

  test('ends with the role', async () => {
    const role = await createRole('gone', trustsAccount())
    const { keys } = await assume(role)
    const client = new iam.IAMClient(config())
    await client.send(new iam.DeleteRolePolicyCommand({ RoleName: 'gone', PolicyName: 'p' }))
    await client.send(new iam.DeleteRoleCommand({ RoleName: 'gone' }))
    await expect(
      new sts.STSClient(config(keys)).send(new sts.GetCallerIdentityCommand({})),
    ).rejects.toMatchObject({
      name: 'InvalidClientTokenId',
    })
  })

  test.each([
    [{ DurationSeconds: 899 }, /Member must have value greater than or equal to 900/],
    [{ DurationSeconds: 43201 }, /Member must have value less than or equal to 43200/],
    [
      { DurationSeconds: 7200 },
      /The requested DurationSeconds exceeds the MaxSessionDuration set for this role\./,
    ],
    [{ RoleSessionName: 'a' }, /at 'roleSessionName' .*Member must have length greater than or equal to 2$/],
    [
      { RoleSessionName: 'a'.repeat(65) },
      /at 'roleSessionName' .*Member must have length less than or equal to 64$/,
    ],
    [
      { RoleSessionName: 'a b' },
      /at 'roleSessionName' .*Member must satisfy regular expression pattern: \[\\w\+=,\.@-\]\*$/,
    ],
    [
      { Policy: allowing(`s3:${'x'.repeat(2048)}`) },
      /at 'policy' failed to satisfy constraint: Member must have length less than or equal to 2048$/,
    ],
  ])('refuses %j', async (input, message) => {
    const role = `arn:aws:iam::${key.accountId}:role/hour`
    await createRole('hour', trustsAccount()).catch(() => undefined)
    await expect(assume(role, input)).rejects.toMatchObject({
      name: 'ValidationError',
      message: expect.stringMatching(message) as string,
    })
  })

  test('by a role’s session lasts an hour at most', async () => {
    const role = await createRole('chained', trustsAccount(), allowing('*'), 43200)
    const { keys } = await assume(role, { DurationSeconds: 43200 })
    await expect(assume(role, { DurationSeconds: 3601 }, keys)).rejects.toThrow(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
    )
    expect((await assume(role, {}, keys)).keys.accessKeyId).toMatch(/^ASIA/)
  })
})

test('the owner of an account is known to IAM, and gets a session', async () => {
  const open = await startSandbox({
    dataDir: ':memory:',
    runtime: 'process',
    logLevel: 'silent',
    auth: 'off',
    defaultAccountId: '111122223333',
  })
  const settings = { ...config({ accessKeyId: 'any', secretAccessKey: 'key' }), endpoint: open.endpoint }
  const arn = 'arn:aws:iam::111122223333:root'
  try {
    const { User } = await new iam.IAMClient(settings).send(new iam.GetUserCommand({}))
    expect(User).toEqual({ UserId: '111122223333', Arn: arn, CreateDate: expect.any(Date) as Date })
    const answer = await new sts.STSClient(settings).send(new sts.GetSessionTokenCommand({}))
    expect(answer.Credentials?.AccessKeyId).toMatch(/^ASIA/)
  } finally {
    await open.close()
  }
})

test('GetAccessKeyInfo names the account of a key', async () => {
  const client = new sts.STSClient(config())
  const { Account } = await client.send(new sts.GetAccessKeyInfoCommand({ AccessKeyId: key.accessKeyId }))
  expect(Account).toBe(key.accountId)
})
