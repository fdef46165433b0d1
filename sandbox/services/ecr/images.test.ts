import type { ECRClient } from '@aws-sdk/client-ecr'
import {
  BatchCheckLayerAvailabilityCommand,
  BatchDeleteImageCommand,
  BatchGetImageCommand,
  CompleteLayerUploadCommand,
  DeleteRepositoryCommand,
  DescribeImagesCommand,
  GetDownloadUrlForLayerCommand,
  InitiateLayerUploadCommand,
  InvalidLayerPartException,
  ListImagesCommand,
  PutImageCommand,
  PutImageTagMutabilityCommand,
  UploadLayerPartCommand,
} from '@aws-sdk/client-ecr'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { RunningSandbox } from '../../start.ts'
import {
  manifestOf,
  newRepository,
  openAccount,
  pushImage,
  sha256,
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

test('images are described, retagged, fetched and deleted', async () => {
  const base = await newRepository(account, 'web')
  const repositoryName = 'web'
  const imageDigest = await pushImage(account, base, '1', ['config', 'layer'])
  const { imageDetails } = await ecr.send(new DescribeImagesCommand({ repositoryName }))
  expect(imageDetails).toEqual([
    {
      registryId: account.accountId,
      repositoryName,
      imageDigest,
      imageTags: ['1'],
      imageSizeInBytes: 11,
      imagePushedAt: expect.any(Date) as Date,
      imageManifestMediaType: 'application/vnd.docker.distribution.manifest.v2+json',
      artifactMediaType: 'application/vnd.docker.container.image.v1+json',
      imageStatus: 'ACTIVE',
    },
  ])
  const got = await ecr.send(
    new BatchGetImageCommand({
      repositoryName,
      imageIds: [
        { imageTag: '1' },
        { imageTag: '2' },
        {},
        { imageDigest: 'x' },
        { imageDigest, imageTag: '9' },
      ],
    }),
  )
  const [image] = got.images ?? []
  expect(image).toMatchObject({
    imageId: { imageDigest, imageTag: '1' },
    imageManifest: manifestOf(['config', 'layer']),
  })
  expect(got.failures?.map(({ failureCode, failureReason }) => `${failureCode}: ${failureReason}`)).toEqual([
    'ImageNotFound: Requested image not found',
    'MissingDigestAndTag: Invalid request parameters: both tag and digest cannot be null',
    "InvalidImageDigest: Invalid request parameters: image digest should satisfy the regex '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'",
    'ImageNotFound: Requested image not found',
  ])
  const retag = () =>
    ecr.send(new PutImageCommand({ repositoryName, imageManifest: image?.imageManifest, imageTag: 'stable' }))
  expect((await retag()).image?.imageId).toEqual({ imageDigest, imageTag: 'stable' })
  expect(await refusal(retag())).toBe(
    `ImageAlreadyExistsException: Image with digest '${imageDigest}' and tag 'stable' already exists in the repository with name 'web' in registry with id '${account.accountId}'`,
  )
  expect(
    await refusal(ecr.send(new DescribeImagesCommand({ repositoryName, imageIds: [{ imageTag: '7' }] }))),
  ).toBe(
    `ImageNotFoundException: The image with imageId {imageDigest:'null', imageTag:'7'} does not exist within the repository with name 'web' ${inRegistry()}`,
  )
  expect(await refusal(ecr.send(new DeleteRepositoryCommand({ repositoryName })))).toBe(
    `RepositoryNotEmptyException: The repository with name 'web' in registry with id '${account.accountId}' cannot be deleted because it still contains images`,
  )
  const remove = (imageIds: object[]) => ecr.send(new BatchDeleteImageCommand({ repositoryName, imageIds }))
  // One tag of two goes alone, the last takes the image along.
  expect((await remove([{ imageTag: '1' }])).imageIds).toEqual([{ imageDigest, imageTag: '1' }])
  expect((await ecr.send(new ListImagesCommand({ repositoryName }))).imageIds).toEqual([
    { imageDigest, imageTag: 'stable' },
  ])
  await remove([{ imageTag: 'stable' }])
  expect((await ecr.send(new ListImagesCommand({ repositoryName }))).imageIds).toEqual([])
  expect((await remove([{ imageDigest }])).failures?.[0]?.failureCode).toBe('ImageNotFound')
})

test('a tag that is taken over leaves its image untagged', async () => {
  const base = await newRepository(account, 'web')
  const first = await pushImage(account, base, 'latest', ['config', '1'])
  const second = await pushImage(account, base, 'latest', ['config', '2'])
  const list = async (tagStatus: 'TAGGED' | 'UNTAGGED') =>
    (await ecr.send(new ListImagesCommand({ repositoryName: 'web', filter: { tagStatus } }))).imageIds
  expect(await list('UNTAGGED')).toEqual([{ imageDigest: first }])
  expect(await list('TAGGED')).toEqual([{ imageDigest: second, imageTag: 'latest' }])
})

test('immutable tags cannot be moved, but for those that a filter excludes', async () => {
  const base = await newRepository(account, 'web')
  const repositoryName = 'web'
  await pushImage(account, base, '1', ['config', '1'])
  await pushImage(account, base, 'dev-1', ['config', '2'])
  const imageTagMutability = 'IMMUTABLE_WITH_EXCLUSION'
  const filters = [{ filterType: 'WILDCARD' as const, filter: 'dev-*' }]
  const put = (values: object) =>
    ecr.send(new PutImageTagMutabilityCommand({ repositoryName, imageTagMutability, ...values }))
  expect(await refusal(put({}))).toMatch(/^InvalidParameterException: .*imageTagMutabilityExclusionFilters/)
  expect(await put({ imageTagMutabilityExclusionFilters: filters })).toMatchObject({ imageTagMutability })
  const imageManifest = manifestOf(['config', '2'])
  const move = (imageTag: string, manifest = imageManifest) =>
    refusal(ecr.send(new PutImageCommand({ repositoryName, imageManifest: manifest, imageTag })))
  expect(await move('1')).toBe(
    "ImageTagAlreadyExistsException: The image tag '1' already exists in the 'web' repository and cannot be overwritten because the tag is immutable.",
  )
  expect(await move('dev-1', manifestOf(['config', '1']))).toBe('no error')
  await put({ imageTagMutability: 'MUTABLE' })
  expect(await move('1')).toBe('no error')
})

test('an index needs its images, is as large as the largest, and keeps them', async () => {
  const base = await newRepository(account, 'web')
  const repositoryName = 'web'
  const small = await pushImage(account, base, 'a', ['config', '1'])
  const large = await pushImage(account, base, 'b', ['config', 'twelve bytes'])
  const index = (digests: string[]) =>
    JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.index.v1+json',
      manifests: digests.map(digest => ({
        mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
        digest,
        size: 1,
      })),
    })
  const put = (digests: string[]) =>
    ecr.send(new PutImageCommand({ repositoryName, imageManifest: index(digests), imageTag: 'all' }))
  expect(await refusal(put([small, sha256('other')]))).toMatch(
    /^ReferencedImagesNotFoundException: .*do not exist$/,
  )
  const { image } = await put([small, large])
  const { imageDetails } = await ecr.send(
    new DescribeImagesCommand({ repositoryName, imageIds: [{ imageTag: 'all' }] }),
  )
  expect(imageDetails?.[0]?.imageSizeInBytes).toBe(18)
  const remove = (imageDigest: string | undefined) =>
    ecr.send(new BatchDeleteImageCommand({ repositoryName, imageIds: [{ imageDigest }] }))
  expect((await remove(small)).failures).toEqual([
    {
      imageId: { imageDigest: small },
      failureCode: 'ImageReferencedByManifestList',
      failureReason: `Requested image referenced by manifest list: [${image?.imageId?.imageDigest}]`,
    },
  ])
  await remove(image?.imageId?.imageDigest)
  expect((await remove(small)).failures).toEqual([])
})

test('layers go up in parts and come down by an address that needs no login', async () => {
  await newRepository(account, 'web')
  const repositoryName = 'web'
  const first = Buffer.alloc(5 * 1024 * 1024, 'a')
  const last = Buffer.from('the end')
  const digest = sha256(Buffer.concat([first, last]))
  const { uploadId, partSize } = await ecr.send(new InitiateLayerUploadCommand({ repositoryName }))
  expect(partSize).toBeGreaterThan(first.length)
  const part = (layerPartBlob: Buffer, partFirstByte: number) =>
    ecr.send(
      new UploadLayerPartCommand({
        repositoryName,
        uploadId,
        partFirstByte,
        partLastByte: partFirstByte + layerPartBlob.length - 1,
        layerPartBlob,
      }),
    )
  const complete = (layerDigest: string, id = uploadId) =>
    ecr.send(new CompleteLayerUploadCommand({ repositoryName, uploadId: id, layerDigests: [layerDigest] }))
  expect(await refusal(complete(digest))).toMatch(/^EmptyUploadException/)
  expect((await part(first, 0)).lastByteReceived).toBe(first.length - 1)
  const gap = await part(last, first.length + 1).catch((error: unknown) => error)
  expect(gap).toBeInstanceOf(InvalidLayerPartException)
  expect(gap).toMatchObject({ repositoryName, uploadId, lastValidByteReceived: first.length - 1 })
  await part(last, first.length)
  expect(await refusal(complete(sha256('other')))).toMatch(/^InvalidLayerException: .*not 'sha256:/)
  expect((await complete(digest)).layerDigest).toBe(digest)
  expect(await refusal(complete(digest))).toMatch(/^UploadNotFoundException/)

  const layerDigests = [digest, sha256('other'), 'nonsense']
  const found = await ecr.send(new BatchCheckLayerAvailabilityCommand({ repositoryName, layerDigests }))
  expect(found.layers).toMatchObject([
    { layerDigest: digest, layerAvailability: 'AVAILABLE', layerSize: first.length + last.length },
    { layerDigest: sha256('other'), layerAvailability: 'UNAVAILABLE' },
  ])
  expect(found.failures?.[0]).toMatchObject({ layerDigest: 'nonsense', failureCode: 'InvalidLayerDigest' })
  const { downloadUrl = '' } = await ecr.send(
    new GetDownloadUrlForLayerCommand({ repositoryName, layerDigest: digest }),
  )
  const bytes = Buffer.from(await (await fetch(downloadUrl)).arrayBuffer())
  expect(sha256(bytes)).toBe(digest)
  expect((await fetch(downloadUrl.replace('token=', 'token=x'))).status).toBe(401)
  expect((await fetch(downloadUrl.replace(digest, sha256('other')))).status).toBe(401)
  const lost = new GetDownloadUrlForLayerCommand({ repositoryName, layerDigest: sha256('other') })
  expect(await refusal(ecr.send(lost))).toMatch(/^LayersNotFoundException/)
})

test('parts that are too small are refused, but for the last', async () => {
  await newRepository(account, 'web')
  const repositoryName = 'web'
  const { uploadId } = await ecr.send(new InitiateLayerUploadCommand({ repositoryName }))
  for (const at of [0, 1]) {
    const bytes = { partFirstByte: at, partLastByte: at, layerPartBlob: Buffer.from('a') }
    await ecr.send(new UploadLayerPartCommand({ repositoryName, uploadId, ...bytes }))
  }
  const complete = new CompleteLayerUploadCommand({ repositoryName, uploadId, layerDigests: [sha256('aa')] })
  expect(await refusal(ecr.send(complete))).toMatch(/^LayerPartTooSmallException/)
})

test('manifests that are not whole are refused', async () => {
  const base = await newRepository(account, 'web')
  await pushImage(account, base, '1', ['config', 'layer'])
  const put = (imageManifest: string, more: object = {}) =>
    refusal(ecr.send(new PutImageCommand({ repositoryName: 'web', imageManifest, imageTag: 't', ...more })))
  expect(await put('{')).toBe(
    "InvalidParameterException: Invalid parameter at 'ImageManifest' failed to satisfy constraint: 'Invalid JSON syntax'",
  )
  expect(await put('{"schemaVersion":1}')).toContain('schema version 2')
  expect(await put(manifestOf(['config', 'other']))).toMatch(/^LayersNotFoundException: .*do not exist$/)
  const lying = manifestOf(['config', 'layer']).replace('"size":5', '"size":6')
  expect(await put(lying)).toContain('is 5, not 6')
  expect(await put(manifestOf(['config', 'layer']), { imageDigest: sha256('x') })).toMatch(
    /^ImageDigestDoesNotMatchException/,
  )
  expect(await put(manifestOf(['config', 'layer']), { imageTag: '-x' })).toContain("at 'imageTag'")
})
