import {
  CreateUserCommand,
  CreateAccessKeyCommand,
  IAMClient,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam'
import * as sm from '@aws-sdk/client-secrets-manager'
import {
  GetResourcesCommand,
  ResourceGroupsTaggingAPIClient,
} from '@aws-sdk/client-resource-groups-tagging-api'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { AccountKey } from '../../gateway/accounts.ts'
import { type RunningSandbox, startSandbox } from '../../start.ts'
import { readSecretValue } from './secret-value.ts'

let running: RunningSandbox
let account: AccountKey
let client: sm.SecretsManagerClient

const configOf = (credentials: { accessKeyId: string; secretAccessKey: string }) => ({
  endpoint: running.endpoint,
  region: 'eu-west-1',
  credentials,
  maxAttempts: 1,
})
const create = (input: sm.CreateSecretCommandInput) => client.send(new sm.CreateSecretCommand(input))
const put = (input: sm.PutSecretValueCommandInput) => client.send(new sm.PutSecretValueCommand(input))
const get = (input: sm.GetSecretValueCommandInput) => client.send(new sm.GetSecretValueCommand(input))
const describeOne = (SecretId: string) => client.send(new sm.DescribeSecretCommand({ SecretId }))
const scope = () => running.sandbox.store.scope(account.accountId, 'eu-west-1')
const TOKEN = (letter: string) => letter.repeat(32)

beforeAll(async () => {
  running = await startSandbox({ dataDir: ':memory:', runtime: 'process', logLevel: 'silent' })
})
beforeEach(() => {
  account = running.createAccount()
  client = new sm.SecretsManagerClient(configOf(account))
})
afterAll(() => running.close())

describe('values', () => {
  test('are found by name, ARN and partial ARN; the ARN ends in six characters', async () => {
    const { ARN = '', VersionId } = await create({ Name: 'lab/db', SecretString: 'one' })
    expect(ARN).toMatch(
      new RegExp(`^arn:aws:secretsmanager:eu-west-1:${account.accountId}:secret:lab/db-[A-Za-z0-9]{6}$`),
    )
    for (const SecretId of ['lab/db', ARN, ARN.slice(0, -7)]) {
      expect(await get({ SecretId })).toMatchObject({
        ARN,
        Name: 'lab/db',
        SecretString: 'one',
        VersionId,
        VersionStages: ['AWSCURRENT'],
      })
    }
    expect(readSecretValue(scope(), { secretId: ARN })).toEqual({
      arn: ARN,
      versionId: VersionId,
      secretString: 'one',
    })
    await expect(get({ SecretId: ARN.replace(account.accountId, '999999999999') })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: "Secrets Manager can't find the specified secret.",
    })
  })

  test('bytes come back as they were', async () => {
    const SecretBinary = new Uint8Array([0, 255, 7])
    const { ARN = '' } = await create({ Name: 'bytes', SecretBinary })
    expect((await get({ SecretId: 'bytes' })).SecretBinary).toEqual(SecretBinary)
    expect(readSecretValue(scope(), { secretId: ARN }).secretBinary).toEqual(Buffer.from(SecretBinary))
  })

  test('a new version is current and the last one previous; labels move, and only AWSCURRENT must stay', async () => {
    const SecretId = 'versions'
    const { VersionId: one } = await create({ Name: SecretId, SecretString: '1' })
    const { VersionId: two } = await put({ SecretId, SecretString: '2' })
    const { VersionId: three } = await put({ SecretId, SecretString: '3', VersionStages: ['AWSPENDING'] })
    expect((await describeOne(SecretId)).VersionIdsToStages).toEqual({
      [one!]: ['AWSPREVIOUS'],
      [two!]: ['AWSCURRENT'],
      [three!]: ['AWSPENDING'],
    })
    const moved = { SecretId, VersionStage: 'AWSCURRENT', MoveToVersionId: three }
    await expect(client.send(new sm.UpdateSecretVersionStageCommand(moved))).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: `The parameter RemoveFromVersionId can't be empty. Staging label AWSCURRENT is currently attached to version ${two}, so you must explicitly reference that version in RemoveFromVersionId.`,
    })
    await client.send(new sm.UpdateSecretVersionStageCommand({ ...moved, RemoveFromVersionId: two }))
    expect((await get({ SecretId })).SecretString).toBe('3')
    expect((await get({ SecretId, VersionStage: 'AWSPREVIOUS' })).SecretString).toBe('2')
    const all = { SecretId, IncludeDeprecated: true }
    expect((await client.send(new sm.ListSecretVersionIdsCommand(all))).Versions).toHaveLength(3)
    expect((await client.send(new sm.ListSecretVersionIdsCommand({ SecretId }))).Versions).toHaveLength(2)
    const removal = { SecretId, VersionStage: 'AWSCURRENT', RemoveFromVersionId: three }
    await expect(client.send(new sm.UpdateSecretVersionStageCommand(removal))).rejects.toThrow(
      "It can't be completely removed.",
    )
    await expect(get({ SecretId, VersionId: one, VersionStage: 'AWSCURRENT' })).rejects.toMatchObject({
      name: 'InvalidRequestException',
    })
    await expect(get({ SecretId, VersionStage: 'BLUE' })).rejects.toThrow(
      "Secrets Manager can't find the specified secret value for staging label: BLUE",
    )
  })

  test('the same token and value again change nothing; another value is refused', async () => {
    const first = { Name: 'token', SecretString: '1', ClientRequestToken: TOKEN('a') }
    const { ARN } = await create(first)
    expect(await create(first)).toMatchObject({ ARN, VersionId: TOKEN('a') })
    await expect(create({ ...first, SecretString: '2' })).rejects.toMatchObject({
      name: 'ResourceExistsException',
    })
    const again = { SecretId: 'token', SecretString: '3', ClientRequestToken: TOKEN('b') }
    await put(again)
    await put(again)
    expect(Object.keys((await describeOne('token')).VersionIdsToStages ?? {})).toHaveLength(2)
    await expect(put({ ...again, SecretString: '4' })).rejects.toThrow('is already in use for a version')
    await expect(put({ ...again, ClientRequestToken: 'short' })).rejects.toThrow(
      'ClientRequestToken must be 32-64 characters long.',
    )
  })

  test('a secret without a value says so, and UpdateSecret gives it one', async () => {
    await create({ Name: 'empty', Description: 'before' })
    await expect(get({ SecretId: 'empty' })).rejects.toThrow(
      "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT",
    )
    await client.send(
      new sm.UpdateSecretCommand({ SecretId: 'empty', SecretString: 'now', Description: 'after' }),
    )
    expect((await get({ SecretId: 'empty' })).SecretString).toBe('now')
    expect((await describeOne('empty')).Description).toBe('after')
    expect((await describeOne('empty')).LastAccessedDate).toBeInstanceOf(Date)
  })

  test('what is wrong is refused', async () => {
    await create({ Name: 'there', SecretString: 'x' })
    await expect(create({ Name: 'there', SecretString: 'x' })).rejects.toMatchObject({
      name: 'ResourceExistsException',
      message: 'The operation failed because the secret there already exists.',
    })
    await expect(create({ Name: 'with space', SecretString: 'x' })).rejects.toMatchObject({
      name: 'ValidationException',
    })
    await expect(create({ Name: 'both', SecretString: 'x', SecretBinary: Buffer.from('x') })).rejects.toThrow(
      "You can't specify both a binary secret value and a string secret value in the same secret.",
    )
    await expect(create({ Name: 'long', SecretString: 'x'.repeat(65_537) })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    })
    await expect(put({ SecretId: 'there' })).rejects.toThrow(
      'You must provide either SecretString or SecretBinary.',
    )
    await expect(
      client.send(new sm.RotateSecretCommand({ SecretId: 'there', RotateImmediately: true })),
    ).rejects.toMatchObject({ $metadata: { httpStatusCode: 501 } })
  })
})

describe('deletion', () => {
  test('waits for the recovery window, and is taken back', async () => {
    await create({ Name: 'gone', SecretString: 'x' })
    const { DeletionDate } = await client.send(new sm.DeleteSecretCommand({ SecretId: 'gone' }))
    expect(DeletionDate!.getTime()).toBeGreaterThan(Date.now())
    const refusal = "You can't perform this operation on the secret because it was marked for deletion."
    await expect(get({ SecretId: 'gone' })).rejects.toMatchObject({
      name: 'InvalidRequestException',
      message: refusal,
    })
    expect(() => readSecretValue(scope(), { secretId: 'gone' })).toThrow(refusal)
    await expect(create({ Name: 'gone' })).rejects.toThrow('already scheduled for deletion')
    expect((await describeOne('gone')).DeletedDate).toBeInstanceOf(Date)
    const list = (IncludePlannedDeletion: boolean) =>
      client.send(new sm.ListSecretsCommand({ IncludePlannedDeletion }))
    expect((await list(false)).SecretList).toEqual([])
    expect((await list(true)).SecretList).toHaveLength(1)
    await client.send(new sm.RestoreSecretCommand({ SecretId: 'gone' }))
    expect((await get({ SecretId: 'gone' })).SecretString).toBe('x')
  })

  test('is final when the window has ended', async () => {
    await create({ Name: 'gone', SecretString: 'x' })
    await client.send(new sm.DeleteSecretCommand({ SecretId: 'gone', RecoveryWindowInDays: 7 }))
    const secrets = scope().collection<{ ARN: string; deletion: { due: number } }>('secretsmanager:secret')
    const [secret] = secrets.values()
    secrets.put(secret!.ARN, { ...secret!, deletion: { ...secret!.deletion, due: 0 } })
    await expect(describeOne('gone')).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
  })

  test('at once, also of what is not there', async () => {
    await create({ Name: 'gone', SecretString: 'x' })
    const force = { SecretId: 'gone', ForceDeleteWithoutRecovery: true }
    await client.send(new sm.DeleteSecretCommand(force))
    await client.send(new sm.DeleteSecretCommand(force))
    await create({ Name: 'gone', SecretString: 'again' })
    await expect(
      client.send(new sm.DeleteSecretCommand({ ...force, RecoveryWindowInDays: 7 })),
    ).rejects.toThrow("You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.")
    await expect(
      client.send(new sm.DeleteSecretCommand({ SecretId: 'gone', RecoveryWindowInDays: 6 })),
    ).rejects.toThrow('must be between 7 and 30 days (inclusive)')
  })
})

test('lists by filters, in order', async () => {
  await create({ Name: 'lab/one', Description: 'first database', Tags: [{ Key: 'team', Value: 'blue' }] })
  await create({ Name: 'lab/two', Description: 'second', Tags: [{ Key: 'team', Value: 'green' }] })
  await create({ Name: 'other' })
  const names = async (...Filters: sm.Filter[]) => {
    const input = { Filters, SortBy: 'name', SortOrder: 'asc' } as const
    return (await client.send(new sm.ListSecretsCommand(input))).SecretList?.map(({ Name }) => Name)
  }
  expect(await names()).toEqual(['lab/one', 'lab/two', 'other'])
  expect(await names({ Key: 'name', Values: ['lab/'] })).toEqual(['lab/one', 'lab/two'])
  expect(await names({ Key: 'name', Values: ['!lab/'] })).toEqual(['other'])
  expect(await names({ Key: 'tag-value', Values: ['green'] })).toEqual(['lab/two'])
  expect(await names({ Key: 'all', Values: ['database'] })).toEqual(['lab/one'])
  await expect(names({ Key: 'colour' as 'name', Values: ['x'] })).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringContaining("Value 'colour' at 'filters.1.member.key'") as string,
  })
  await expect(names({ Values: ['x'] })).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: 'Invalid filter key',
  })
})

test('tags are found by the tagging API, and gone with UntagResource', async () => {
  const { ARN } = await create({ Name: 'tagged', Tags: [{ Key: 'slipway-lab', Value: '100' }] })
  const tagging = new ResourceGroupsTaggingAPIClient(configOf(account))
  const found = async () => {
    const { ResourceTagMappingList = [] } = await tagging.send(
      new GetResourcesCommand({ ResourceTypeFilters: ['secretsmanager:secret'] }),
    )
    return ResourceTagMappingList.map(({ ResourceARN }) => ResourceARN)
  }
  expect(await found()).toEqual([ARN])
  await client.send(new sm.UntagResourceCommand({ SecretId: 'tagged', TagKeys: ['slipway-lab'] }))
  expect(await found()).toEqual([])
})

test('random passwords keep to what is excluded and included', async () => {
  const password = async (input: sm.GetRandomPasswordCommandInput) =>
    (await client.send(new sm.GetRandomPasswordCommand(input))).RandomPassword ?? ''
  expect(await password({})).toHaveLength(32)
  expect(await password({ PasswordLength: 40, ExcludePunctuation: true, ExcludeCharacters: 'abc1' })).toMatch(
    /^(?=.*[A-Z])(?=.*[d-z])(?=.*[02-9])[A-Zd-z02-9]{40}$/,
  )
  await expect(password({ PasswordLength: 3 })).rejects.toMatchObject({ name: 'InvalidParameterException' })
})

describe('policies', () => {
  const statement = (Effect: string, more: object) => ({
    Version: '2012-10-17',
    Statement: [{ Effect, Action: 'secretsmanager:GetSecretValue', ...more }],
  })

  async function userClient(policy?: object): Promise<sm.SecretsManagerClient> {
    const iam = new IAMClient(configOf(account))
    await iam.send(new CreateUserCommand({ UserName: 'app' }))
    if (policy) {
      await iam.send(
        new PutUserPolicyCommand({
          UserName: 'app',
          PolicyName: 'p',
          PolicyDocument: JSON.stringify(policy),
        }),
      )
    }
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'app' }))
    return new sm.SecretsManagerClient(
      configOf({
        accessKeyId: AccessKey?.AccessKeyId ?? '',
        secretAccessKey: AccessKey?.SecretAccessKey ?? '',
      }),
    )
  }
  const read = (user: sm.SecretsManagerClient, SecretId: string) =>
    user.send(new sm.GetSecretValueCommand({ SecretId })).then(({ SecretString }) => SecretString)
  const setPolicy = (SecretId: string, policy: object) =>
    client.send(
      new sm.PutResourcePolicyCommand({
        SecretId,
        ResourcePolicy: JSON.stringify(policy),
        BlockPublicPolicy: true,
      }),
    )

  test('the secret’s own policy lets in whom no identity policy does, and its deny wins', async () => {
    const { ARN } = await create({ Name: 'a', SecretString: 'x' })
    const user = await userClient()
    await expect(read(user, 'a')).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: `User: arn:aws:iam::${account.accountId}:user/app is not authorized to perform: secretsmanager:GetSecretValue on resource: ${ARN} because no identity-based policy allows the secretsmanager:GetSecretValue action`,
    })
    const Principal = { AWS: `arn:aws:iam::${account.accountId}:user/app` }
    await setPolicy('a', statement('Allow', { Principal, Resource: '*' }))
    expect(await read(user, 'a')).toBe('x')
    await setPolicy('a', statement('Deny', { Principal, Resource: '*' }))
    await expect(read(user, 'a')).rejects.toThrow('with an explicit deny in a resource-based policy')
    expect((await client.send(new sm.GetResourcePolicyCommand({ SecretId: 'a' }))).ResourcePolicy).toContain(
      'Deny',
    )
    await client.send(new sm.DeleteResourcePolicyCommand({ SecretId: 'a' }))
    await expect(read(user, 'a')).rejects.toThrow('no identity-based policy')
  })

  test('an identity policy names secrets with six wild characters; a batch tells each secret’s own error', async () => {
    await create({ Name: 'mine', SecretString: 'x' })
    await create({ Name: 'other', SecretString: 'y' })
    const Resource = `arn:aws:secretsmanager:eu-west-1:${account.accountId}:secret:mine-??????`
    const batch = { Effect: 'Allow', Action: 'secretsmanager:BatchGetSecretValue', Resource: '*' }
    const policy = statement('Allow', { Resource })
    const user = await userClient({ ...policy, Statement: [...policy.Statement, batch] as never })
    expect(await read(user, 'mine')).toBe('x')
    await expect(read(user, 'other')).rejects.toMatchObject({ name: 'AccessDeniedException' })
    const { SecretValues, Errors } = await user.send(
      new sm.BatchGetSecretValueCommand({ SecretIdList: ['mine', 'other', 'none'] }),
    )
    expect(SecretValues?.map(({ SecretString }) => SecretString)).toEqual(['x'])
    expect(Errors?.map(({ SecretId, ErrorCode }) => [SecretId, ErrorCode])).toEqual([
      ['other', 'AccessDeniedException'],
      ['none', 'ResourceNotFoundException'],
    ])
  })

  test('what is malformed or lets everybody in is refused', async () => {
    await create({ Name: 'a', SecretString: 'x' })
    await expect(
      client.send(new sm.PutResourcePolicyCommand({ SecretId: 'a', ResourcePolicy: '{' })),
    ).rejects.toMatchObject({ name: 'MalformedPolicyDocumentException' })
    const open = statement('Allow', { Principal: '*', Resource: '*' })
    await expect(setPolicy('a', open)).rejects.toMatchObject({ name: 'PublicPolicyException' })
    const ResourcePolicy = JSON.stringify(open)
    expect(await client.send(new sm.ValidateResourcePolicyCommand({ ResourcePolicy }))).toMatchObject({
      PolicyValidationPassed: false,
    })
  })
})
