import {
  BatchDeleteImageCommand,
  BatchGetImageCommand,
  CreateRepositoryCommand,
  DeleteLifecyclePolicyCommand,
  DeleteRepositoryCommand,
  DeleteRepositoryPolicyCommand,
  DescribeImagesCommand,
  DescribeRegistryCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
  GetLifecyclePolicyCommand,
  GetLifecyclePolicyPreviewCommand,
  GetRepositoryPolicyCommand,
  InitiateLayerUploadCommand,
  ListImagesCommand,
  ListTagsForResourceCommand,
  paginateDescribeRepositories,
  paginateListImages,
  PutImageScanningConfigurationCommand,
  PutLifecyclePolicyCommand,
  SetRepositoryPolicyCommand,
  StartLifecyclePolicyPreviewCommand,
  TagResourceCommand,
  UntagResourceCommand,
  waitUntilLifecyclePolicyPreviewComplete,
} from '@aws-sdk/client-ecr'
import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateUserCommand,
  IAMClient,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam'
import {
  GetResourcesCommand,
  ResourceGroupsTaggingAPIClient,
} from '@aws-sdk/client-resource-groups-tagging-api'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { FakeClock } from '../../fake-clock.ts'
import type { RunningSandbox } from '../../start.ts'
import {
  newRepository,
  openAccount,
  pushImage,
  REGION,
  startTestSandbox,
  type TestRegistry,
  refusal,
} from './testing/test-registry.ts'

let running: RunningSandbox
let account: TestRegistry
let ecr: ECRClient

beforeAll(async () => {
  running = await startTestSandbox()
})
afterAll(() => running.close())
beforeEach(async () => {
  account = await openAccount(running)
  ;({ ecr } = account)
})

const inRegistry = () => `in the registry with id '${account.accountId}'`

test('a repository has the shape that AWS gives it', async () => {
  const { repository } = await ecr.send(
    new CreateRepositoryCommand({
      repositoryName: 'team/web',
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfiguration: { encryptionType: 'KMS', kmsKey: 'alias/mine' },
      tags: [{ Key: 'slipway-lab', Value: '020' }],
    }),
  )
  expect(repository).toEqual({
    repositoryArn: `arn:aws:ecr:${REGION}:${account.accountId}:repository/team/web`,
    registryId: account.accountId,
    repositoryName: 'team/web',
    repositoryUri: `127.0.0.1:${running.port}/${account.accountId}/${REGION}/team/web`,
    createdAt: expect.any(Date) as Date,
    imageTagMutability: 'MUTABLE',
    imageScanningConfiguration: { scanOnPush: true },
    encryptionConfiguration: { encryptionType: 'KMS', kmsKey: 'alias/mine' },
  })
  const { repositories } = await ecr.send(new DescribeRepositoriesCommand({ repositoryNames: ['team/web'] }))
  expect(repositories).toEqual([repository])
  const { imageScanningConfiguration } = await ecr.send(
    new PutImageScanningConfigurationCommand({
      repositoryName: 'team/web',
      imageScanningConfiguration: { scanOnPush: false },
    }),
  )
  expect(imageScanningConfiguration).toEqual({ scanOnPush: false })
  expect(await ecr.send(new DescribeRegistryCommand({}))).toMatchObject({ registryId: account.accountId })
})

test('refuses repositories as AWS does', async () => {
  await newRepository(account, 'web')
  const create = (repositoryName: string) =>
    refusal(ecr.send(new CreateRepositoryCommand({ repositoryName })))
  expect(await create('web')).toBe(
    `RepositoryAlreadyExistsException: The repository with name 'web' already exists ${inRegistry()}`,
  )
  for (const name of ['Web', 'a', 'web/', '../web', 'web..x', 'x'.repeat(257)]) {
    expect(await create(name)).toMatch(
      /^InvalidParameterException: Invalid parameter at 'repositoryName' failed/,
    )
  }
  const absent = `RepositoryNotFoundException: The repository with name 'absent' does not exist ${inRegistry()}`
  for (const command of [
    new DescribeRepositoriesCommand({ repositoryNames: ['absent'] }),
    new DeleteRepositoryCommand({ repositoryName: 'absent' }),
    new ListImagesCommand({ repositoryName: 'absent' }),
    new DescribeImagesCommand({ repositoryName: 'absent' }),
    new BatchGetImageCommand({ repositoryName: 'absent', imageIds: [{ imageTag: 'x' }] }),
    new BatchDeleteImageCommand({ repositoryName: 'absent', imageIds: [{ imageTag: 'x' }] }),
    new InitiateLayerUploadCommand({ repositoryName: 'absent' }),
    new GetLifecyclePolicyCommand({ repositoryName: 'absent' }),
    new GetRepositoryPolicyCommand({ repositoryName: 'absent' }),
  ]) {
    expect(await refusal(ecr.send(command as DescribeImagesCommand))).toBe(absent)
  }
  const size = (maxResults: number) => refusal(ecr.send(new DescribeRepositoriesCommand({ maxResults })))
  expect(await size(1001)).toBe(
    "InvalidParameterException: Invalid parameter at 'maxResults' failed to satisfy constraint: 'Member must have value less than or equal to 1000'",
  )
  expect(await size(0)).toContain('greater than or equal to 1')
})

test('paginates to the end', async () => {
  for (const name of ['c', 'a', 'b', 'd', 'e']) await newRepository(account, `page/${name}`)
  const names: (string | undefined)[] = []
  for await (const page of paginateDescribeRepositories({ client: ecr, pageSize: 2 }, {})) {
    names.push(...(page.repositories ?? []).map(({ repositoryName }) => repositoryName))
  }
  expect(names).toEqual(['page/a', 'page/b', 'page/c', 'page/d', 'page/e'])
  const base = `/v2/${account.accountId}/${REGION}/page/a`
  for (const tag of ['1', '2', '3']) await pushImage(account, base, tag, ['config', tag])
  const tags: (string | undefined)[] = []
  for await (const page of paginateListImages({ client: ecr, pageSize: 2 }, { repositoryName: 'page/a' })) {
    tags.push(...(page.imageIds ?? []).map(({ imageTag }) => imageTag))
  }
  expect(tags.sort()).toEqual(['1', '2', '3'])
})

test('tags, found by GetResources', async () => {
  await newRepository(account, 'web')
  const resourceArn = `arn:aws:ecr:${REGION}:${account.accountId}:repository/web`
  await ecr.send(
    new TagResourceCommand({
      resourceArn,
      tags: [
        { Key: 'slipway-lab', Value: '020' },
        { Key: 'a', Value: 'b' },
      ],
    }),
  )
  await ecr.send(new UntagResourceCommand({ resourceArn, tagKeys: ['a'] }))
  const { tags } = await ecr.send(new ListTagsForResourceCommand({ resourceArn }))
  expect(tags).toEqual([{ Key: 'slipway-lab', Value: '020' }])
  const tagging = new ResourceGroupsTaggingAPIClient(account.settings)
  const { ResourceTagMappingList } = await tagging.send(
    new GetResourcesCommand({ ResourceTypeFilters: ['ecr'] }),
  )
  expect(ResourceTagMappingList?.[0]?.ResourceARN).toBe(resourceArn)
  const aws = new TagResourceCommand({ resourceArn, tags: [{ Key: 'aws:x', Value: '' }] })
  expect(await refusal(ecr.send(aws))).toMatch(/^InvalidTagParameterException/)
})

test('a repository policy lets another account in, and keeps its own people out', async () => {
  await newRepository(account, 'web')
  const other = await openAccount(running)
  const { accountId: registryId } = account
  const list = () => refusal(other.ecr.send(new ListImagesCommand({ registryId, repositoryName: 'web' })))
  const arn = `arn:aws:ecr:${REGION}:${registryId}:repository/web`
  expect(await list()).toBe(
    `AccessDeniedException: User: arn:aws:iam::${other.accountId}:user/learner is not authorized to perform: ecr:ListImages on resource: ${arn} because no resource-based policy allows the ecr:ListImages action`,
  )
  const policy = (Effect: string, principal: string) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect, Principal: { AWS: principal }, Action: 'ecr:ListImages' }],
    })
  const set = (policyText: string) =>
    ecr.send(new SetRepositoryPolicyCommand({ repositoryName: 'web', policyText }))
  expect(await refusal(ecr.send(new GetRepositoryPolicyCommand({ repositoryName: 'web' })))).toBe(
    `RepositoryPolicyNotFoundException: Repository policy does not exist for the repository with name 'web' ${inRegistry()}`,
  )
  expect(await refusal(set('{}'))).toBe(
    "InvalidParameterException: Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid repository policy provided'",
  )
  await set(policy('Allow', other.accountId))
  expect(await list()).toBe('no error')
  const { policyText } = await ecr.send(new GetRepositoryPolicyCommand({ repositoryName: 'web' }))
  expect(policyText).toBe(policy('Allow', other.accountId))
  await set(policy('Deny', '*'))
  expect(await refusal(ecr.send(new ListImagesCommand({ repositoryName: 'web' })))).toMatch(
    /with an explicit deny in a resource-based policy$/,
  )
  await ecr.send(new DeleteRepositoryPolicyCommand({ repositoryName: 'web' }))
  expect(await refusal(ecr.send(new ListImagesCommand({ repositoryName: 'web' })))).toBe('no error')
})

test('policies of a user decide over repositories by their ARN', async () => {
  await newRepository(account, 'web')
  await newRepository(account, 'secret')
  const iam = new IAMClient(account.settings)
  await iam.send(new CreateUserCommand({ UserName: 'reader' }))
  const allow = { Effect: 'Allow', Action: 'ecr:List*', Resource: 'arn:aws:ecr:*:*:repository/web' }
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [allow] })
  await iam.send(new PutUserPolicyCommand({ UserName: 'reader', PolicyName: 'web', PolicyDocument }))
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'reader' }))
  const credentials = {
    accessKeyId: AccessKey?.AccessKeyId ?? '',
    secretAccessKey: AccessKey?.SecretAccessKey ?? '',
  }
  const reader = new ECRClient({ endpoint: running.endpoint, region: REGION, credentials })
  expect(await refusal(reader.send(new ListImagesCommand({ repositoryName: 'web' })))).toBe('no error')
  expect(await refusal(reader.send(new ListImagesCommand({ repositoryName: 'secret' })))).toMatch(
    /^AccessDeniedException: .*ecr:ListImages on resource: arn:aws:ecr:eu-west-1:\d+:repository\/secret because no identity-based policy/,
  )
  expect(await refusal(reader.send(new GetAuthorizationTokenCommand({})))).toMatch(
    /^AccessDeniedException: .*resource: \*/,
  )
  // Within an account the repository's own policy suffices.
  const statement = {
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${account.accountId}:user/reader` },
    Action: 'ecr:ListImages',
  }
  const policyText = JSON.stringify({ Version: '2012-10-17', Statement: [statement] })
  await ecr.send(new SetRepositoryPolicyCommand({ repositoryName: 'secret', policyText }))
  expect(await refusal(reader.send(new ListImagesCommand({ repositoryName: 'secret' })))).toBe('no error')
  expect(await refusal(reader.send(new DescribeImagesCommand({ repositoryName: 'secret' })))).toMatch(
    /ecr:DescribeImages .* because no identity-based policy/,
  )
})

test.each([
  ['AmazonEC2ContainerRegistryReadOnly', 'InitiateLayerUpload'],
  ['AmazonEC2ContainerRegistryPowerUser', 'DeleteRepository'],
])('%s lets read, and does not let %s', async (policy, action) => {
  await newRepository(account, 'web')
  const iam = new IAMClient(account.settings)
  await iam.send(new CreateUserCommand({ UserName: 'reader' }))
  const PolicyArn = `arn:aws:iam::aws:policy/${policy}`
  await iam.send(new AttachUserPolicyCommand({ UserName: 'reader', PolicyArn }))
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'reader' }))
  const credentials = {
    accessKeyId: AccessKey?.AccessKeyId ?? '',
    secretAccessKey: AccessKey?.SecretAccessKey ?? '',
  }
  const reader = new ECRClient({ endpoint: running.endpoint, region: REGION, credentials })
  expect(await refusal(reader.send(new ListImagesCommand({ repositoryName: 'web' })))).toBe('no error')
  const refused =
    action === 'DeleteRepository'
      ? reader.send(new DeleteRepositoryCommand({ repositoryName: 'web' }))
      : reader.send(new InitiateLayerUploadCommand({ repositoryName: 'web' }))
  expect(await refusal(refused)).toContain(`is not authorized to perform: ecr:${action} on resource`)
})

test('a lifecycle policy is tried, then deletes as the account’s time passes', async () => {
  const clock = new FakeClock()
  const own = await startTestSandbox({ clock, auth: 'off' })
  try {
    const lab = await openAccount(own)
    const base = await newRepository(lab, 'web')
    const repositoryName = 'web'
    const lifecyclePolicyText = JSON.stringify({
      rules: [
        {
          rulePriority: 1,
          description: 'keep two images',
          selection: {
            tagStatus: 'tagged',
            tagPrefixList: ['v'],
            countType: 'imageCountMoreThan',
            countNumber: 2,
          },
          action: { type: 'expire' },
        },
      ],
    })
    const preview = (text?: string) =>
      refusal(
        lab.ecr.send(
          new StartLifecyclePolicyPreviewCommand({
            repositoryName,
            ...(text && { lifecyclePolicyText: text }),
          }),
        ),
      )
    expect(await preview()).toMatch(
      /^LifecyclePolicyNotFoundException: Lifecycle policy does not exist for the rep/,
    )
    for (const tag of ['v1', 'v2', 'v3']) {
      await pushImage(lab, base, tag, ['config', tag])
      await clock.advance(1000)
    }
    const get = new GetLifecyclePolicyPreviewCommand({ repositoryName })
    expect(await refusal(lab.ecr.send(get))).toMatch(/^LifecyclePolicyPreviewNotFoundException/)
    expect(await preview(lifecyclePolicyText)).toBe('no error')
    expect(await preview(lifecyclePolicyText)).toMatch(/^LifecyclePolicyPreviewInProgressException/)
    expect(await lab.ecr.send(get)).toMatchObject({ status: 'IN_PROGRESS', previewResults: [] })
    await clock.advance(5000)
    await waitUntilLifecyclePolicyPreviewComplete({ client: lab.ecr, maxWaitTime: 10 }, { repositoryName })
    expect(await lab.ecr.send(get)).toMatchObject({
      status: 'COMPLETE',
      summary: { expiringImageTotalCount: 1 },
      previewResults: [{ imageTags: ['v1'], action: { type: 'EXPIRE' }, appliedRulePriority: 1 }],
    })

    await lab.ecr.send(new PutLifecyclePolicyCommand({ repositoryName, lifecyclePolicyText }))
    const tags = async () =>
      (await lab.ecr.send(new ListImagesCommand({ repositoryName }))).imageIds?.map(
        ({ imageTag }) => imageTag,
      )
    expect(await tags()).toEqual(['v1', 'v2', 'v3'])
    await clock.advance(3600 * 1000)
    expect(await tags()).toEqual(['v2', 'v3'])
    const policy = await lab.ecr.send(new GetLifecyclePolicyCommand({ repositoryName }))
    expect(policy).toMatchObject({ lifecyclePolicyText, lastEvaluatedAt: expect.any(Date) as Date })
    await lab.ecr.send(new DeleteLifecyclePolicyCommand({ repositoryName }))
    expect(await refusal(lab.ecr.send(new GetLifecyclePolicyCommand({ repositoryName })))).toMatch(
      /^LifecyclePolicyNotFoundException/,
    )
  } finally {
    await own.close()
  }
})
