import { existsSync, readdirSync } from 'node:fs'
import { connect } from 'node:net'
import path from 'node:path'
import {
  BatchDeleteImageCommand,
  DeleteRepositoryCommand,
  PutImageTagMutabilityCommand,
  SetRepositoryPolicyCommand,
} from '@aws-sdk/client-ecr'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { signToken } from '../../services/ecr/authorization-token.ts'
import {
  call,
  INDEX,
  MANIFEST,
  manifestOf,
  newRepository,
  openAccount,
  pushBlob,
  pushImage,
  REGION,
  sha256,
  startTestSandbox,
  type TestRegistry,
} from '../../services/ecr/testing/test-registry.ts'
import type { RunningSandbox } from '../../start.ts'

let running: RunningSandbox
let registry: TestRegistry
let base: string

beforeAll(async () => {
  running = await startTestSandbox()
})
afterAll(() => running.close())
beforeEach(async () => {
  registry = await openAccount(running)
  base = await newRepository(registry, 'team/web')
})

const manifest = (body: string, reference: string, type = MANIFEST) =>
  call(registry, 'PUT', `${base}/manifests/${reference}`, { body, headers: { 'content-type': type } })

/** Files of the account's blobs and uploads. */
function files(folder: 'blobs' | 'uploads', { accountId } = registry): string[] {
  const where = path.join(running.sandbox.config.dataDir, 'registry', accountId, folder)
  return existsSync(where) ? readdirSync(where) : []
}

async function begin(): Promise<string> {
  const { status, headers } = await call(registry, 'POST', `${base}/blobs/uploads/`)
  expect(status).toBe(202)
  expect(headers.range).toBe('0-0')
  return String(headers.location)
}

test('the version check asks for a login, and takes a token of GetAuthorizationToken', async () => {
  const anonymous = await call({ running, authorization: '' }, 'GET', '/v2/')
  expect(anonymous.status).toBe(401)
  expect(anonymous.headers['www-authenticate']).toMatch(/^Basic realm="http:\/\/127\.0\.0\.1:\d+\/"/)
  const version = await call(registry, 'GET', '/v2/')
  expect([version.status, version.body]).toEqual([200, '{}'])
  expect(version.headers['docker-distribution-api-version']).toBe('registry/2.0')
  const claims = { accountId: registry.accountId, region: REGION }
  const basic = (user: string, password: string) =>
    `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
  const valid = signToken(running.sandbox, { ...claims, expiresAt: Date.now() + 1000 })
  for (const authorization of [
    'Basic !',
    'Bearer x',
    basic('AWS', 'guess'),
    basic('me', valid),
    basic('AWS', `${valid}x`),
    basic('AWS', `x${valid}`),
  ]) {
    expect((await call({ running, authorization }, 'GET', '/v2/')).status).toBe(401)
  }
  const expired = signToken(running.sandbox, { ...claims, expiresAt: Date.now() - 1 })
  const late = await call({ running, authorization: basic('AWS', expired) }, 'GET', '/v2/')
  expect([late.status, late.error]).toEqual([
    403,
    'DENIED: Your authorization token has expired. Reauthenticate and try again.',
  ])
  // Whoever is not logged in learns nothing of what is here.
  expect((await call({ running, authorization: '' }, 'GET', `${base}/tags/list`)).status).toBe(401)
  expect((await call({ running, authorization: '' }, 'GET', '/v2/nonsense')).status).toBe(401)
})

test('a token is good for its account only, until the repository’s policy says otherwise', async () => {
  const other = await openAccount(running)
  const digest = await pushImage(registry, base, '1', ['config', 'layer'])
  const get = () => call(other, 'GET', `${base}/manifests/1`)
  const arn = `arn:aws:ecr:${REGION}:${registry.accountId}:repository/team/web`
  const denied = await get()
  expect([denied.status, denied.error]).toEqual([
    403,
    `DENIED: User: arn:aws:iam::${other.accountId}:user/learner is not authorized to perform: ecr:BatchGetImage on resource: ${arn} because no resource-based policy allows the ecr:BatchGetImage action`,
  ])
  const absent = await call(other, 'GET', `/v2/${registry.accountId}/${REGION}/absent/manifests/1`)
  expect(absent.status).toBe(403)
  const allow = { Effect: 'Allow', Principal: { AWS: other.accountId }, Action: 'ecr:BatchGetImage' }
  const policyText = JSON.stringify({ Version: '2012-10-17', Statement: [allow] })
  await registry.ecr.send(new SetRepositoryPolicyCommand({ repositoryName: 'team/web', policyText }))
  expect((await get()).status).toBe(200)
  const blob = await call(other, 'GET', `${base}/blobs/${digest}`)
  expect(blob.error).toMatch(/^DENIED: .*ecr:GetDownloadUrlForLayer/)
  expect((await call(other, 'POST', `${base}/blobs/uploads/`)).error).toMatch(/^DENIED/)
})

test('a blob goes up in chunks, is asked after, resumed, and comes down by ranges', async () => {
  const location = await begin()
  const chunk = (body: string, range?: string) =>
    call(registry, 'PATCH', location, { body, headers: range ? { 'content-range': range } : {} })
  expect((await chunk('abc', '0-2')).headers.range).toBe('0-2')
  const gap = await chunk('xyz', '4-6')
  expect([gap.status, gap.headers.range]).toEqual([416, '0-2'])
  expect((await chunk('xyz', '3-4')).status).toBe(416)
  expect((await chunk('abc', '0-2')).status).toBe(416)
  const status = await call(registry, 'GET', location)
  expect([status.status, status.headers.range]).toEqual([204, '0-2'])
  expect((await chunk('def')).headers.range).toBe('0-5')
  const digest = sha256('abcdefghi')
  const done = await call(registry, 'PUT', `${location}?digest=${digest}`, { body: 'ghi' })
  expect([done.status, done.headers.location]).toEqual([201, `${base}/blobs/${digest}`])
  expect(done.headers['docker-content-digest']).toBe(digest)
  expect((await call(registry, 'GET', location)).error).toMatch(/^BLOB_UPLOAD_UNKNOWN/)
  expect(files('uploads')).toEqual([])

  const head = await call(registry, 'HEAD', `${base}/blobs/${digest}`)
  expect([head.status, head.headers['content-length']]).toEqual([200, '9'])
  expect((await call(registry, 'GET', `${base}/blobs/${digest}`)).body).toBe('abcdefghi')
  const range = (value: string) =>
    call(registry, 'GET', `${base}/blobs/${digest}`, { headers: { range: value } })
  const middle = await range('bytes=2-4')
  expect([middle.status, middle.body, middle.headers['content-range']]).toEqual([206, 'cde', 'bytes 2-4/9'])
  expect((await range('bytes=7-')).body).toBe('hi')
  expect((await range('bytes=-1')).body).toBe('i')
  expect((await range('bytes=9-')).error).toMatch(/^RANGE_INVALID/)
})

test('two cannot write to the same upload', async () => {
  const location = await begin()
  const { authorization } = registry
  const socket = connect(running.port, '127.0.0.1')
  socket.write(
    `PATCH ${location} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: ${authorization}\r\ncontent-length: 4\r\n\r\nab`,
  )
  await expect.poll(async () => (await call(registry, 'GET', location)).headers.range).toBe('0-1')
  expect((await call(registry, 'PATCH', location, { body: 'xy' })).error).toMatch(
    /^RANGE_INVALID: .*come alone/,
  )
  expect((await call(registry, 'PUT', `${location}?digest=${sha256('ab')}`)).status).toBe(416)
  socket.write('cd')
  await expect.poll(async () => (await call(registry, 'GET', location)).headers.range).toBe('0-3')
  socket.destroy()
  const done = () => call(registry, 'PUT', `${location}?digest=${sha256('abcd')}`)
  await expect.poll(async () => (await done()).status).toBe(201)
})

test('an upload may be cancelled', async () => {
  const location = await begin()
  await call(registry, 'PATCH', location, { body: 'abc' })
  expect((await call(registry, 'DELETE', location)).status).toBe(204)
  expect((await call(registry, 'PATCH', location, { body: 'def' })).status).toBe(404)
  expect(files('uploads')).toEqual([])
})

test('a wrong digest is refused, and leaves nothing', async () => {
  const single = await call(registry, 'POST', `${base}/blobs/uploads/?digest=${sha256('other')}`, {
    body: 'abc',
  })
  expect([single.status, single.error]).toEqual([
    400,
    `DIGEST_INVALID: The digest of the uploaded layer is ${sha256('abc')}, not ${sha256('other')} as the request says. The upload was discarded.`,
  ])
  const location = await begin()
  await call(registry, 'PATCH', location, { body: 'abc' })
  for (const digest of ['', 'sha256:abc', `sha256:${'../'.repeat(22)}`, 'md5:00']) {
    expect((await call(registry, 'PUT', `${location}?digest=${digest}`)).error).toMatch(/^DIGEST_INVALID/)
  }
  expect((await call(registry, 'PUT', `${location}?digest=${sha256('abcd')}`)).status).toBe(400)
  expect((await call(registry, 'GET', location)).status).toBe(404)
  expect([files('blobs'), files('uploads')]).toEqual([[], []])
})

test('an upload that is cut short makes no blob; a chunked one goes on where it ended', async () => {
  const cut = (method: string, target: string) =>
    new Promise<void>(resolve => {
      const socket = connect(running.port, '127.0.0.1', () => {
        socket.write(
          `${method} ${target} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: ${registry.authorization}\r\ncontent-length: 10\r\n\r\nabcde`,
        )
        setTimeout(() => socket.destroy(), 200)
      })
      socket.on('close', () => resolve())
    })
  await cut('POST', `${base}/blobs/uploads/?digest=${sha256('abcdefghij')}`)
  await expect.poll(() => files('uploads')).toEqual([])
  const location = await begin()
  await cut('PATCH', location)
  await expect.poll(async () => (await call(registry, 'GET', location)).headers.range).toBe('0-4')
  // Only when the server has noticed that the other connection is gone does it take more.
  await expect.poll(async () => (await call(registry, 'PATCH', location)).status).toBe(202)
  await cut('PUT', `${location}?digest=${sha256('abcdeabcde')}`)
  await expect.poll(async () => (await call(registry, 'GET', location)).headers.range).toBe('0-9')
  expect(files('blobs')).toEqual([])
  const finish = () => call(registry, 'PUT', `${location}?digest=${sha256('abcdeabcde')}`)
  await expect.poll(async () => (await finish()).status).toBe(201)
})

test('a blob of another repository is mounted; what is not there is uploaded', async () => {
  const digest = await pushBlob(registry, base, 'shared')
  const other = await newRepository(registry, 'other')
  const mount = (what: string, from: string) =>
    call(registry, 'POST', `${other}/blobs/uploads/?mount=${what}&from=${encodeURIComponent(from)}`)
  const source = `${registry.accountId}/${REGION}/team/web`
  expect((await call(registry, 'HEAD', `${other}/blobs/${digest}`)).status).toBe(404)
  const mounted = await mount(digest, source)
  expect([mounted.status, mounted.headers.location]).toEqual([201, `${other}/blobs/${digest}`])
  expect((await call(registry, 'GET', `${other}/blobs/${digest}`)).body).toBe('shared')
  expect(files('blobs')).toHaveLength(1)
  expect((await mount(sha256('absent'), source)).status).toBe(202)
  expect((await mount(digest, 'team/web')).status).toBe(202)
  const stranger = await openAccount(running)
  await pushBlob(stranger, await newRepository(stranger, 'theirs'), 'theirs')
  const stolen = await mount(sha256('theirs'), `${stranger.accountId}/${REGION}/theirs`)
  expect(stolen.status).toBe(202)
  expect((await call(registry, 'HEAD', `${other}/blobs/${sha256('theirs')}`)).status).toBe(404)
})

test('manifests are put and got by tag and digest, Docker’s, OCI’s, and indexes', async () => {
  const digest = await pushImage(registry, base, '1', ['config', 'layer'])
  const text = manifestOf(['config', 'layer'])
  for (const reference of ['1', digest]) {
    const got = await call(registry, 'GET', `${base}/manifests/${reference}`)
    expect([got.status, got.body, got.headers['content-type']]).toEqual([200, text, MANIFEST])
    expect(got.headers['docker-content-digest']).toBe(digest)
    const head = await call(registry, 'HEAD', `${base}/manifests/${reference}`)
    expect([head.status, head.body, head.headers['content-length']]).toEqual([200, '', String(text.length)])
  }
  const oci = text.replace(MANIFEST, 'application/vnd.oci.image.manifest.v1+json')
  expect((await manifest(oci, 'oci', 'application/vnd.oci.image.manifest.v1+json')).status).toBe(201)
  const index = JSON.stringify({
    schemaVersion: 2,
    manifests: [{ mediaType: MANIFEST, digest, size: text.length }],
  })
  const put = await manifest(index, sha256(index), INDEX)
  expect([put.status, put.headers['docker-content-digest']]).toEqual([201, sha256(index)])
  expect((await call(registry, 'GET', `${base}/manifests/${sha256(index)}`)).headers['content-type']).toBe(
    INDEX,
  )
  // The same image again, as docker pushes it, is no fault.
  expect((await manifest(text, '1')).status).toBe(201)
})

test('manifests are refused with the texts that docker prints', async () => {
  await pushImage(registry, base, '1', ['config', 'layer'])
  const text = manifestOf(['config', 'layer'])
  const { accountId } = registry
  expect((await call(registry, 'GET', `${base}/manifests/2`)).error).toBe(
    'MANIFEST_UNKNOWN: Requested image not found',
  )
  expect((await call(registry, 'GET', `${base}x/manifests/2`)).error).toBe(
    `NAME_UNKNOWN: The repository with name 'team/webx' does not exist in the registry with id '${accountId}'`,
  )
  expect((await manifest(text, sha256('other'))).error).toMatch(/^DIGEST_INVALID/)
  expect((await manifest('{', 'x')).error).toMatch(/^MANIFEST_INVALID: .*Invalid JSON syntax/)
  expect((await manifest(manifestOf(['config', 'lost']), 'x')).error).toMatch(/^MANIFEST_BLOB_UNKNOWN/)
  expect((await manifest(text.replace('"size":5', '"size":9'), 'x')).error).toMatch(/^MANIFEST_INVALID/)
  expect((await manifest(text, '-x')).error).toBe('TAG_INVALID: Invalid tag: -x')
  const large = await manifest(JSON.stringify({ padding: 'x'.repeat(5 * 1024 * 1024) }), 'x')
  expect([large.status, large.error]).toEqual([
    413,
    'MANIFEST_INVALID: The manifest is larger than 4194304 bytes.',
  ])
  await registry.ecr.send(
    new PutImageTagMutabilityCommand({ repositoryName: 'team/web', imageTagMutability: 'IMMUTABLE' }),
  )
  await pushBlob(registry, base, 'new')
  expect((await manifest(manifestOf(['config', 'new']), '1')).error).toBe(
    "TAG_INVALID: The image tag '1' already exists in the 'team/web' repository and cannot be overwritten because the tag is immutable.",
  )
  expect((await call(registry, 'POST', `${base}/manifests/1`)).status).toBe(405)
})

test('blobs are shared by the account’s repositories, and freed with the last image that has them', async () => {
  const other = await newRepository(registry, 'other')
  await pushImage(registry, base, '1', ['config', 'shared', 'own'])
  await pushImage(registry, other, '1', ['config', 'shared'])
  expect(files('blobs')).toHaveLength(3)
  const again = await pushImage(registry, base, '2', ['config', 'shared'])
  expect((await call(registry, 'DELETE', `${base}/manifests/1`)).status).toBe(202)
  expect(files('blobs')).toHaveLength(2)
  expect((await call(registry, 'GET', `${base}/blobs/${sha256('own')}`)).error).toMatch(/^BLOB_UNKNOWN/)
  expect((await call(registry, 'DELETE', `${base}/manifests/${again}`)).status).toBe(202)
  expect((await call(registry, 'HEAD', `${base}/blobs/${sha256('shared')}`)).status).toBe(404)
  expect((await call(registry, 'GET', `${other}/blobs/${sha256('shared')}`)).body).toBe('shared')
  await registry.ecr.send(
    new BatchDeleteImageCommand({ repositoryName: 'other', imageIds: [{ imageTag: '1' }] }),
  )
  expect(files('blobs')).toEqual([])
  await pushImage(registry, base, '3', ['config', 'layer'])
  await begin()
  await registry.ecr.send(new DeleteRepositoryCommand({ repositoryName: 'team/web', force: true }))
  expect(files('blobs')).toEqual([])
})

test('an upload into a repository that goes meanwhile is refused', async () => {
  const location = await begin()
  await call(registry, 'PATCH', location, { body: 'abc' })
  await registry.ecr.send(new DeleteRepositoryCommand({ repositoryName: 'team/web' }))
  const done = await call(registry, 'PUT', `${location}?digest=${sha256('abc')}`)
  expect(done.error).toMatch(/^NAME_UNKNOWN/)
})

test('tags are listed in order, by pages; the catalog as ECR lists it', async () => {
  for (const tag of ['c', 'a', 'e', 'b', 'd']) await pushImage(registry, base, tag, ['config', tag])
  const found: string[] = []
  let next: string | undefined = `${base}/tags/list?n=2`
  while (next !== undefined) {
    const page = await call(registry, 'GET', next)
    found.push(...(JSON.parse(page.body) as { tags: string[] }).tags)
    next = /^<(.*)>; rel="next"$/.exec(String(page.headers.link ?? ''))?.[1]
  }
  expect(found).toEqual(['a', 'b', 'c', 'd', 'e'])
  const rest = await call(registry, 'GET', `${base}/tags/list?last=c`)
  const name = `${registry.accountId}/${REGION}/team/web`
  expect(JSON.parse(rest.body)).toEqual({ name, tags: ['d', 'e'] })
  expect((await call(registry, 'GET', `${base}/tags/list?n=x`)).status).toBe(400)
  const catalog = await call(registry, 'GET', '/v2/_catalog')
  expect(JSON.parse(catalog.body)).toEqual({ repositories: [name] })
  expect((await call(registry, 'GET', '/v2/_catalog?n=10000')).error).toBe(
    "UNSUPPORTED: Invalid parameter at 'maxResults' failed to satisfy constraint: 'Member must have value less than or equal to 1000'",
  )
})

test.each([
  ['/v2/../admin-token'],
  ['/v2/%2e%2e/%2e%2e/manifests/1'],
  ['/v2/111122223333/eu-west-1/../../etc/manifests/passwd'],
  ['/v2/111122223333/eu-west-1/%2e%2e%2fx/blobs/sha256:00'],
  ['/v2/111122223333/eu-west-1/web/blobs/..%2f..%2fstate.sqlite'],
  ['/v2/111122223333/eu-west-1/web/blobs/uploads/..%2f..%2ftoken-key'],
  ['/v2/111122223333/eu-west-1/web\0/manifests/1'.replace('\0', '%00')],
  ['/v2/111122223333/eu-west-1/WEB/manifests/1'],
  ['/v2/web/manifests/1'],
  ['/v2/%zz/manifests/1'],
])('%s leads nowhere', async target => {
  const own = target.replace('111122223333', registry.accountId)
  for (const method of ['GET', 'PUT', 'DELETE']) {
    const { status, error } = await call(registry, method, own)
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(500)
    expect(error).not.toBe('')
  }
})

test('many push the same and different layers at once', async () => {
  const pushes = Array.from({ length: 12 }, (_, at) =>
    pushImage(registry, base, `v${at}`, ['config', 'shared', `own ${at % 4}`, 'x'.repeat(200_000)]),
  )
  const digests = new Set(await Promise.all(pushes))
  expect(digests.size).toBe(4)
  expect(files('blobs')).toHaveLength(7)
  for (const digest of digests)
    expect((await call(registry, 'GET', `${base}/manifests/${digest}`)).status).toBe(200)
  expect(files('uploads')).toEqual([])
})

test('AWS’s own host name stands for account and region', async () => {
  await pushImage(registry, base, '1', ['config', 'layer'])
  const headers = { host: `${registry.accountId}.dkr.ecr.${REGION}.amazonaws.com` }
  const got = await call(registry, 'GET', '/v2/team/web/manifests/1', { headers })
  expect(got.status).toBe(200)
  const list = await call(registry, 'GET', '/v2/team/web/tags/list', { headers })
  expect(JSON.parse(list.body)).toEqual({ name: 'team/web', tags: ['1'] })
})
