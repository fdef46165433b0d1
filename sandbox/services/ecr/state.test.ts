import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { DescribeImagesCommand, DescribeRepositoriesCommand } from '@aws-sdk/client-ecr'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { FakeClock } from '../../fake-clock.ts'
import type { RunningSandbox } from '../../start.ts'
import { sweep } from './layers.ts'
import {
  call,
  newRepository,
  openAccount,
  pushBlob,
  pushImage,
  REGION,
  sha256,
  startTestSandbox,
  type TestRegistry,
} from './testing/test-registry.ts'

let running: RunningSandbox
const clock = new FakeClock()

beforeAll(async () => {
  running = await startTestSandbox({ clock, auth: 'off' })
})
afterAll(() => running.close())

function blobs({ accountId }: TestRegistry): string[] {
  const folder = path.join(running.sandbox.config.dataDir, 'registry', accountId, 'blobs')
  return existsSync(folder) ? readdirSync(folder) : []
}

async function admin(accountId: string, method: string, what: string, body?: string): Promise<string> {
  const headers = { authorization: `Bearer ${running.adminToken}` }
  const url = `${running.endpoint}/_sandbox/accounts/${accountId}/${what}`
  const answer = await fetch(url, { method, headers, ...(body !== undefined && { body }) })
  if (!answer.ok) throw new Error(await answer.text())
  return answer.text()
}

const tags = async ({ ecr }: TestRegistry) =>
  (await ecr.send(new DescribeImagesCommand({ repositoryName: 'web' }))).imageDetails?.map(
    ({ imageTags }) => imageTags?.[0],
  )

test('a reset frees the account’s images, and nobody else’s', async () => {
  const [one, two] = [await openAccount(running), await openAccount(running)]
  for (const account of [one, two]) {
    await pushImage(account, await newRepository(account, 'web'), '1', ['config', 'layer'])
  }
  await admin(one.accountId, 'POST', 'reset')
  expect((await one.ecr.send(new DescribeRepositoriesCommand({}))).repositories).toEqual([])
  expect([blobs(one).length, blobs(two).length]).toEqual([0, 2])
  expect(await tags(two)).toEqual(['1'])
})

test('a snapshot brings images back, also in another account, as long as this machine has their layers', async () => {
  const [one, two] = [await openAccount(running), await openAccount(running)]
  const base = await newRepository(one, 'web')
  await pushImage(one, base, '1', ['kept config', 'kept layer'])
  const snapshot = await admin(one.accountId, 'GET', 'snapshot')
  await pushImage(one, base, '2', ['kept config', 'later'])
  await admin(one.accountId, 'PUT', 'snapshot', snapshot)
  expect(await tags(one)).toEqual(['1'])
  expect(blobs(one)).toHaveLength(2)
  await admin(two.accountId, 'PUT', 'snapshot', snapshot)
  expect(await tags(two)).toEqual(['1'])
  const layer = `/v2/${two.accountId}/${REGION}/web/blobs/${sha256('kept layer')}`
  expect((await call(two, 'GET', layer)).body).toBe('kept layer')
  for (const account of [one, two]) await admin(account.accountId, 'POST', 'reset')
  await admin(one.accountId, 'PUT', 'snapshot', snapshot)
  // Nobody has the layers any more: an image that could not be pulled is not shown.
  expect(await tags(one)).toEqual([])
})

test('layers whose push never came to its end are swept after a day', async () => {
  const account = await openAccount(running)
  const base = await newRepository(account, 'web')
  await pushImage(account, base, '1', ['config', 'layer'])
  await pushBlob(account, base, 'lonely')
  await call(account, 'POST', `${base}/blobs/uploads/`)
  sweep(running.sandbox, account.accountId)
  expect(blobs(account)).toHaveLength(3)
  await clock.advance(25 * 3600 * 1000)
  expect(blobs(account)).toHaveLength(2)
  expect(await tags(account)).toEqual(['1'])
})

test('with signatures off anybody may push and pull', async () => {
  const account = await openAccount(running)
  const base = await newRepository(account, 'web')
  for (const authorization of ['', `Basic ${Buffer.from('AWS:anything').toString('base64')}`]) {
    const anybody = { ...account, authorization }
    await pushImage(anybody, base, '1', ['config', authorization])
    expect((await call(anybody, 'GET', `${base}/manifests/1`)).status).toBe(200)
  }
})
