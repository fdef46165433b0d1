import { readdirSync } from 'node:fs'
import { request } from 'node:http'
import path from 'node:path'
import { ECRClient } from '@aws-sdk/client-ecr'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { AccountKey } from '../../gateway/accounts.ts'
import {
  call,
  logIn,
  MANIFEST,
  manifestOf,
  newRepository,
  pushBlob,
  REGION,
  sha256,
  type TestRegistry,
} from '../../services/ecr/testing/test-registry.ts'
import { ServerProcess } from '../../testing/server-process.ts'

let server: ServerProcess

beforeEach(async () => {
  server = new ServerProcess()
  await server.start()
})
afterEach(() => server.close())

/** The registry at an address, with the login that was made before the process was killed. */
function registryAt(
  endpoint: string,
  { accountId, ...credentials }: AccountKey,
  authorization = '',
): TestRegistry {
  const settings = { endpoint, region: REGION, credentials }
  const running = { endpoint } as TestRegistry['running']
  return { running, accountId, settings, ecr: new ECRClient(settings), authorization }
}

const files = (accountId: string, folder: string) =>
  readdirSync(path.join(server.home, 'sandbox/registry', accountId, folder))

test('kill -9 in the middle of an upload: nothing of it is served, and it goes on where it ended', async () => {
  const key = await server.newAccount(1)
  const before = registryAt(server.endpoint, key)
  before.authorization = await logIn(before.ecr)
  const base = await newRepository(before, 'web')
  const content = 'x'.repeat(300_000)
  const digest = sha256(content)
  const begun = await call(before, 'POST', `${base}/blobs/uploads/`)
  const location = String(begun.headers.location)
  const headers = { authorization: before.authorization, 'content-length': content.length }
  const patch = request(server.endpoint, { method: 'PATCH', path: location, headers, agent: false })
  patch.on('error', () => undefined)
  patch.write(content.slice(0, 100_000))
  const received = async (registry: TestRegistry) =>
    Number(String((await call(registry, 'GET', location)).headers.range).split('-')[1])
  await expect.poll(() => received(before), { timeout: 20_000 }).toBe(99_999)
  await server.end('SIGKILL')

  await server.start()
  const after = registryAt(server.endpoint, key, before.authorization)
  expect((await call(after, 'HEAD', `${base}/blobs/${digest}`)).status).toBe(404)
  const last = await received(after)
  const rest = await call(after, 'PATCH', location, {
    body: content.slice(last + 1),
    headers: { 'content-range': `${last + 1}-${content.length - 1}` },
  })
  expect(rest.status).toBe(202)
  expect((await call(after, 'PUT', `${location}?digest=${digest}`)).status).toBe(201)
  expect(sha256((await call(after, 'GET', `${base}/blobs/${digest}`)).body)).toBe(digest)
  expect(files(key.accountId, 'uploads')).toEqual([])
})

test('kill -9 at any moment: every push that was acknowledged is whole, and no file is left over', async () => {
  const key = await server.newAccount(1)
  let registry = registryAt(server.endpoint, key)
  registry.authorization = await logIn(registry.ecr)
  const base = await newRepository(registry, 'web')
  const acknowledged: string[] = []
  let number = 0
  const pushUntilKilled = async () => {
    for (;;) {
      const at = number++
      const contents = ['config', 'shared', `layer ${at} `.repeat(5000)]
      for (const content of contents) await pushBlob(registry, base, content)
      const body = manifestOf(contents)
      const options = { body, headers: { 'content-type': MANIFEST } }
      const { status } = await call(registry, 'PUT', `${base}/manifests/v${at}`, options)
      if (status === 201) acknowledged.push(sha256(body))
    }
  }
  for (const wait of [150, 400, 90, 650]) {
    const pushers = [pushUntilKilled(), pushUntilKilled()].map(pusher => pusher.catch(() => undefined))
    await new Promise(resolve => setTimeout(resolve, wait))
    await server.end('SIGKILL')
    await Promise.all(pushers)
    await server.start()
    registry = registryAt(server.endpoint, key, registry.authorization)
  }
  expect(acknowledged.length).toBeGreaterThan(0)
  for (const digest of acknowledged) {
    const { status, body } = await call(registry, 'GET', `${base}/manifests/${digest}`)
    expect([status, sha256(body)]).toEqual([200, digest])
    const { layers } = JSON.parse(body) as { layers: { digest: string }[] }
    for (const layer of layers) {
      expect(sha256((await call(registry, 'GET', `${base}/blobs/${layer.digest}`)).body)).toBe(layer.digest)
    }
  }
  for (const hex of files(key.accountId, 'blobs')) {
    const { status, body } = await call(registry, 'GET', `${base}/blobs/sha256:${hex}`)
    expect([status, sha256(body)]).toEqual([200, `sha256:${hex}`])
  }
})
