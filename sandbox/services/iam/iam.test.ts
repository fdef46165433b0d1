import * as iam from '@aws-sdk/client-iam'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningSandbox, startSandbox } from '../../start.ts'

let running: RunningSandbox
let accountId: string
let client: iam.IAMClient

beforeAll(async () => {
  running = await startSandbox({ dataDir: ':memory:', runtime: 'process', logLevel: 'silent' })
  const key = running.createAccount()
  accountId = key.accountId
  client = new iam.IAMClient({
    endpoint: running.endpoint,
    region: 'us-east-1',
    credentials: key,
    maxAttempts: 1,
  })
})
afterAll(() => running.close())

const EXECUTION = 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy'
const trust = (Principal: object = { Service: 'ecs-tasks.amazonaws.com' }) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }],
  })
const allowing = (Action: string) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] })
const createRole = (RoleName: string, more: Partial<iam.CreateRoleCommandInput> = {}) =>
  client.send(new iam.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust(), ...more }))

describe('a role', () => {
  test('goes from creation to deletion as the labs take it', async () => {
    const RoleName = 'slipway-execution'
    const { Role } = await createRole(RoleName, {
      Path: '/slipway/',
      Tags: [{ Key: 'slipway-lab', Value: '040' }],
      Description: 'é',
    })
    expect(Role).toMatchObject({
      Arn: `arn:aws:iam::${accountId}:role/slipway/${RoleName}`,
      RoleId: expect.stringMatching(/^AROA[A-Z2-7]{17}$/) as string,
      AssumeRolePolicyDocument: encodeURIComponent(trust()),
      MaxSessionDuration: 3600,
    })
    await client.send(new iam.AttachRolePolicyCommand({ RoleName, PolicyArn: EXECUTION }))
    await client.send(new iam.AttachRolePolicyCommand({ RoleName, PolicyArn: EXECUTION }))
    await client.send(
      new iam.PutRolePolicyCommand({ RoleName, PolicyName: 'inline', PolicyDocument: allowing('s3:*') }),
    )
    await client.send(new iam.TagRoleCommand({ RoleName, Tags: [{ Key: 'a', Value: '1' }] }))
    await client.send(new iam.UntagRoleCommand({ RoleName, TagKeys: ['slipway-lab', 'absent'] }))

    const attached = await client.send(new iam.ListAttachedRolePoliciesCommand({ RoleName }))
    expect(attached.AttachedPolicies).toEqual([
      { PolicyName: 'AmazonECSTaskExecutionRolePolicy', PolicyArn: EXECUTION },
    ])
    expect((await client.send(new iam.ListRolePoliciesCommand({ RoleName }))).PolicyNames).toEqual(['inline'])
    expect((await client.send(new iam.ListRoleTagsCommand({ RoleName }))).Tags).toEqual([
      { Key: 'a', Value: '1' },
    ])
    const { PolicyDocument = '' } = await client.send(
      new iam.GetRolePolicyCommand({ RoleName, PolicyName: 'inline' }),
    )
    expect(decodeURIComponent(PolicyDocument)).toBe(allowing('s3:*'))
    const listed = await client.send(new iam.ListRolesCommand({ PathPrefix: '/slipway/' }))
    expect(listed.Roles?.map(role => role.RoleName)).toEqual([RoleName])

    const remove = () => client.send(new iam.DeleteRoleCommand({ RoleName }))
    await expect(remove()).rejects.toMatchObject({
      name: 'DeleteConflictException',
      message: 'Cannot delete entity, must detach all policies first.',
      $metadata: { httpStatusCode: 409 },
    })
    await client.send(new iam.DetachRolePolicyCommand({ RoleName, PolicyArn: EXECUTION }))
    await expect(remove()).rejects.toThrow('Cannot delete entity, must delete policies first.')
    await client.send(new iam.DeleteRolePolicyCommand({ RoleName, PolicyName: 'inline' }))
    await remove()
    await expect(client.send(new iam.GetRoleCommand({ RoleName }))).rejects.toThrow(
      `The role with name ${RoleName} cannot be found.`,
    )
  })

  test.each([
    [
      'a name with a space',
      { RoleName: 'a b' },
      'ValidationError',
      /The specified value for roleName is invalid/,
    ],
    [
      'a name of 65 characters',
      { RoleName: 'a'.repeat(65) },
      'ValidationError',
      /length less than or equal to 64/,
    ],
    [
      'a path without slashes',
      { Path: 'slipway' },
      'ValidationError',
      /The specified value for path is invalid/,
    ],
    ['sessions of a minute', { MaxSessionDuration: 60 }, 'ValidationError', /greater than or equal to 3600/],
    [
      'a trust policy that is no JSON',
      { AssumeRolePolicyDocument: '{' },
      'MalformedPolicyDocumentException',
      /invalid Json/,
    ],
    [
      'a trust policy with a resource',
      { AssumeRolePolicyDocument: allowing('sts:AssumeRole') },
      'MalformedPolicyDocumentException',
      /Has prohibited field Resource/,
    ],
    [
      'a principal that does not exist',
      { AssumeRolePolicyDocument: trust({ AWS: 'ann' }) },
      'MalformedPolicyDocumentException',
      /Invalid principal in policy: "AWS":"ann"/,
    ],
    [
      'a boundary that does not exist',
      { PermissionsBoundary: 'arn:aws:iam::aws:policy/No' },
      'NoSuchEntityException',
      /does not exist or is not attachable/,
    ],
    ['a tag of AWS’s own', { Tags: [{ Key: 'aws:x', Value: '1' }] }, 'InvalidInputException', /System tags/],
  ] as [string, Partial<iam.CreateRoleCommandInput>, string, RegExp][])(
    'is not created with %s',
    async (_what, input, name, message) => {
      await expect(createRole('wrong', input)).rejects.toMatchObject({
        name,
        message: expect.stringMatching(message) as string,
      })
      await expect(client.send(new iam.GetRoleCommand({ RoleName: 'wrong' }))).rejects.toMatchObject({
        name: 'NoSuchEntityException',
      })
    },
  )

  test('is not created twice', async () => {
    await createRole('twice')
    await expect(createRole('twice')).rejects.toMatchObject({
      name: 'EntityAlreadyExistsException',
      message: 'Role with name twice already exists.',
      $metadata: { httpStatusCode: 409 },
    })
  })

  test('of a service is made for it once, and changed by nobody', async () => {
    const create = () =>
      client.send(new iam.CreateServiceLinkedRoleCommand({ AWSServiceName: 'ecs.amazonaws.com' }))
    const { Role } = await create()
    expect(Role?.Arn).toBe(
      `arn:aws:iam::${accountId}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS`,
    )
    await expect(create()).rejects.toThrow(
      'Service role name AWSServiceRoleForECS has been taken in this account, please try a different suffix.',
    )
    const RoleName = 'AWSServiceRoleForECS'
    await expect(client.send(new iam.DeleteRoleCommand({ RoleName }))).rejects.toMatchObject({
      name: 'UnmodifiableEntityException',
    })
    const { DeletionTaskId } = await client.send(new iam.DeleteServiceLinkedRoleCommand({ RoleName }))
    const { Status } = await client.send(
      new iam.GetServiceLinkedRoleDeletionStatusCommand({ DeletionTaskId }),
    )
    expect(Status).toBe('SUCCEEDED')
  })
})

test('names are told apart by more than their case', async () => {
  await createRole('Cased')
  await client.send(new iam.CreateUserCommand({ UserName: 'Cased' }))
  await client.send(new iam.CreateGroupCommand({ GroupName: 'Cased' }))
  const PolicyDocument = allowing('s3:*')
  await client.send(new iam.CreatePolicyCommand({ PolicyName: 'Cased', PolicyDocument }))
  await client.send(new iam.CreateInstanceProfileCommand({ InstanceProfileName: 'Cased' }))
  const again = [
    createRole('cased'),
    client.send(new iam.CreateUserCommand({ UserName: 'cased' })),
    client.send(new iam.CreateGroupCommand({ GroupName: 'cased' })),
    client.send(new iam.CreatePolicyCommand({ PolicyName: 'cased', PolicyDocument })),
    client.send(new iam.CreateInstanceProfileCommand({ InstanceProfileName: 'cased' })),
  ]
  for (const refused of await Promise.allSettled(again))
    expect(refused).toMatchObject({ status: 'rejected', reason: { name: 'EntityAlreadyExistsException' } })
})

describe('tags of a role', () => {
  const pattern = 'failed to satisfy constraint: Member must satisfy regular expression pattern'
  test.each([
    [
      [
        { Key: 'a', Value: '1' },
        { Key: 'A', Value: '2' },
      ],
      'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
    ],
    [
      [{ Key: 'k'.repeat(129), Value: '' }],
      "at 'tags.1.member.key' failed to satisfy constraint: Member must have length less than or equal to 128",
    ],
    [
      [{ Key: 'a', Value: 'v'.repeat(257) }],
      "at 'tags.1.member.value' failed to satisfy constraint: Member must have length less than or equal to 256",
    ],
    [
      [
        { Key: 'a', Value: '' },
        { Key: 'b!', Value: '' },
      ],
      `Value 'b!' at 'tags.2.member.key' ${pattern}: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+`,
    ],
  ])('that are wrong are refused: %#', async (Tags, message) => {
    await expect(createRole('badly-tagged', { Tags })).rejects.toThrow(message)
  })

  test('keep one key whatever its case', async () => {
    await createRole('tagged', { Tags: [{ Key: 'Owner', Value: 'a' }] })
    await client.send(new iam.TagRoleCommand({ RoleName: 'tagged', Tags: [{ Key: 'owner', Value: 'b' }] }))
    const { Tags } = await client.send(new iam.ListRoleTagsCommand({ RoleName: 'tagged' }))
    expect(Tags).toEqual([{ Key: 'Owner', Value: 'b' }])
  })
})

test('a page has 1 to 1000 entries', async () => {
  const list = (MaxItems: number) => client.send(new iam.ListRolesCommand({ MaxItems }))
  await expect(list(0)).rejects.toThrow(
    "Value '0' at 'maxItems' failed to satisfy constraint: Member must have value greater than or equal to 1",
  )
  await expect(list(1001)).rejects.toThrow(
    "Value '1001' at 'maxItems' failed to satisfy constraint: Member must have value less than or equal to 1000",
  )
})

test('lists come in pages', async () => {
  for (const name of ['page-a', 'page-b', 'page-c']) await createRole(name, { Path: '/pages/' })
  const names: (string | undefined)[] = []
  const pages: number[] = []
  for await (const { Roles = [] } of iam.paginateListRoles(
    { client, pageSize: 2 },
    { PathPrefix: '/pages/' },
  )) {
    pages.push(Roles.length)
    names.push(...Roles.map(({ RoleName }) => RoleName))
  }
  expect(names).toEqual(['page-a', 'page-b', 'page-c'])
  expect(pages).toEqual([2, 1])
})

describe('a user', () => {
  test('gets a key, does what its policies allow, and is deleted last', async () => {
    const UserName = 'ann'
    await client.send(new iam.CreateUserCommand({ UserName }))
    await client.send(
      new iam.PutUserPolicyCommand({ UserName, PolicyName: 'read', PolicyDocument: allowing('iam:Get*') }),
    )
    const { AccessKey } = await client.send(new iam.CreateAccessKeyCommand({ UserName }))
    const credentials = {
      accessKeyId: AccessKey?.AccessKeyId ?? '',
      secretAccessKey: AccessKey?.SecretAccessKey ?? '',
    }
    const ann = new iam.IAMClient({
      endpoint: running.endpoint,
      region: 'us-east-1',
      credentials,
      maxAttempts: 1,
    })
    expect((await ann.send(new iam.GetUserCommand({}))).User?.UserName).toBe(UserName)
    await expect(ann.send(new iam.DeleteUserCommand({ UserName }))).rejects.toMatchObject({
      name: 'AccessDenied',
      message: `User: arn:aws:iam::${accountId}:user/ann is not authorized to perform: iam:DeleteUser on resource: arn:aws:iam::${accountId}:user/ann because no identity-based policy allows the iam:DeleteUser action`,
      $metadata: { httpStatusCode: 403 },
    })
    await client.send(new iam.CreateAccessKeyCommand({ UserName }))
    await expect(client.send(new iam.CreateAccessKeyCommand({ UserName }))).rejects.toThrow(
      'Cannot exceed quota for AccessKeysPerUser: 2',
    )
    await expect(client.send(new iam.DeleteUserCommand({ UserName }))).rejects.toThrow(
      'must delete access keys first',
    )
    const { AccessKeyMetadata = [] } = await client.send(new iam.ListAccessKeysCommand({ UserName }))
    expect(AccessKeyMetadata).toHaveLength(2)
    for (const { AccessKeyId } of AccessKeyMetadata)
      await client.send(new iam.DeleteAccessKeyCommand({ UserName, AccessKeyId }))
    await client.send(new iam.DeleteUserPolicyCommand({ UserName, PolicyName: 'read' }))
    await client.send(new iam.DeleteUserCommand({ UserName }))
    await expect(ann.send(new iam.GetUserCommand({}))).rejects.toMatchObject({ name: 'InvalidClientTokenId' })
  })
})

describe('a managed policy', () => {
  test('has versions, of which one is in force', async () => {
    const { Policy } = await client.send(
      new iam.CreatePolicyCommand({ PolicyName: 'p', PolicyDocument: allowing('ecs:*') }),
    )
    const PolicyArn = Policy?.Arn
    expect(PolicyArn).toBe(`arn:aws:iam::${accountId}:policy/p`)
    await createRole('holder')
    await client.send(new iam.AttachRolePolicyCommand({ RoleName: 'holder', PolicyArn }))
    const second = { PolicyArn, PolicyDocument: allowing('ec2:*'), SetAsDefault: true }
    expect((await client.send(new iam.CreatePolicyVersionCommand(second))).PolicyVersion).toMatchObject({
      VersionId: 'v2',
      IsDefaultVersion: true,
    })
    expect((await client.send(new iam.GetPolicyCommand({ PolicyArn }))).Policy).toMatchObject({
      DefaultVersionId: 'v2',
      AttachmentCount: 1,
    })
    const { PolicyVersion } = await client.send(
      new iam.GetPolicyVersionCommand({ PolicyArn, VersionId: 'v1' }),
    )
    expect(decodeURIComponent(PolicyVersion?.Document ?? '')).toBe(allowing('ecs:*'))
    const { PolicyRoles } = await client.send(new iam.ListEntitiesForPolicyCommand({ PolicyArn }))
    expect(PolicyRoles?.map(({ RoleName }) => RoleName)).toEqual(['holder'])

    const later: iam.CreatePolicyVersionCommandOutput[] = []
    const more = () =>
      client.send(new iam.CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: allowing('s3:*') }))
    for (let version = 3; version <= 5; version++) later.push(await more())
    await expect(more()).rejects.toThrow(
      'A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.',
    )
    for (const { PolicyVersion: made } of later) {
      await client.send(new iam.DeletePolicyVersionCommand({ PolicyArn, VersionId: made?.VersionId }))
    }

    const remove = () => client.send(new iam.DeletePolicyCommand({ PolicyArn }))
    await expect(remove()).rejects.toThrow('Cannot delete a policy attached to entities.')
    await client.send(new iam.DetachRolePolicyCommand({ RoleName: 'holder', PolicyArn }))
    await expect(remove()).rejects.toThrow('This policy has more than one version.')
    await client.send(new iam.DeletePolicyVersionCommand({ PolicyArn, VersionId: 'v1' }))
    await remove()
    await expect(client.send(new iam.GetPolicyCommand({ PolicyArn }))).rejects.toThrow(
      `Policy ${PolicyArn} was not found.`,
    )
  })

  test('of AWS is there with its document', async () => {
    const { Policy } = await client.send(new iam.GetPolicyCommand({ PolicyArn: EXECUTION }))
    const { PolicyVersion } = await client.send(
      new iam.GetPolicyVersionCommand({ PolicyArn: EXECUTION, VersionId: Policy?.DefaultVersionId }),
    )
    const { Statement } = JSON.parse(decodeURIComponent(PolicyVersion?.Document ?? '')) as {
      Statement: { Action: string[] }[]
    }
    expect(Statement[0]?.Action).toContain('ecr:GetAuthorizationToken')
  })

  test('of AWS has an id of its own', async () => {
    const { Policies = [] } = await client.send(new iam.ListPoliciesCommand({ Scope: 'AWS' }))
    expect(new Set(Policies.map(({ PolicyId }) => PolicyId)).size).toBe(Policies.length)
  })

  test('is in the newer language, and what names it and its versions has their shape', async () => {
    const create = (PolicyName: string, PolicyDocument: string) =>
      client.send(new iam.CreatePolicyCommand({ PolicyName, PolicyDocument }))
    await expect(create('old', allowing('s3:*').replace('2012-10-17', '2008-10-17'))).rejects.toThrow(
      'Policy document must be version 2012-10-17 or greater.',
    )
    const PolicyArn = (await create('shaped', allowing('s3:*'))).Policy?.Arn
    await expect(
      client.send(new iam.SetDefaultPolicyVersionCommand({ PolicyArn, VersionId: 'wrong' })),
    ).rejects.toThrow("Value 'wrong' at 'versionId' failed to satisfy constraint")
    await createRole('attach-nothing')
    await expect(
      client.send(
        new iam.AttachRolePolicyCommand({ RoleName: 'attach-nothing', PolicyArn: 'not-an-arn-at-all-here' }),
      ),
    ).rejects.toMatchObject({
      name: 'InvalidInputException',
      message: 'ARN not-an-arn-at-all-here is not valid.',
    })
  })

  test('that does not exist is not attached', async () => {
    await createRole('attach')
    const PolicyArn = 'arn:aws:iam::aws:policy/Nothing'
    await expect(
      client.send(new iam.AttachRolePolicyCommand({ RoleName: 'attach', PolicyArn })),
    ).rejects.toThrow(`Policy ${PolicyArn} does not exist or is not attachable.`)
  })
})
