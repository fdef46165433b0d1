import { CreateClusterCommand, DescribeClustersCommand, ECSClient } from '@aws-sdk/client-ecs'
import { CreateRoleCommand, IAMClient, ListRolesCommand } from '@aws-sdk/client-iam'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningSandbox, startSandbox } from '../start.ts'
import type { AccountKey } from './accounts.ts'

let running: RunningSandbox
let dataDir: string

beforeAll(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'admin-'))
  running = await startSandbox({ dataDir, runtime: 'process', logLevel: 'silent' })
})
afterAll(async () => {
  await running.close()
  rmSync(dataDir, { recursive: true })
})

async function call(method: string, route: string, body?: unknown, token = running.adminToken) {
  const response = await fetch(`${running.endpoint}/_sandbox${route}`, {
    method,
    headers: { authorization: `Bearer ${token}` },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

const newAccount = async () => (await call('POST', '/accounts', {})).body as unknown as AccountKey
const config = (credentials: AccountKey) => ({ endpoint: running.endpoint, region: 'eu-west-1', credentials })
const clusters = async (account: AccountKey) => {
  const { clusters: found = [] } = await new ECSClient(config(account)).send(
    new DescribeClustersCommand({ clusters: ['lab'] }),
  )
  return found.map(({ clusterArn }) => clusterArn)
}

test('health is open and says the version', async () => {
  const response = await fetch(`${running.endpoint}/_sandbox/health`)
  expect(await response.json()).toMatchObject({
    status: 'ok',
    version: expect.stringMatching(/^\d+\.\d+\.\d+$/) as string,
  })
})

test('health says what tasks really run as, where that was left to choose', async () => {
  const choosing = await startSandbox({ dataDir: ':memory:', runtime: 'auto', logLevel: 'silent' })
  try {
    const response = await fetch(`${choosing.endpoint}/_sandbox/health`)
    const { runtime } = (await response.json()) as { runtime: string }
    expect(runtime).toMatch(/^(docker|process)$/)
  } finally {
    await choosing.close()
  }
})

test('everything else wants the token, which is in a file for its owner alone', async () => {
  for (const token of ['', 'wrong', `${running.adminToken}x`]) {
    expect(await call('POST', '/accounts', {}, token)).toMatchObject({ status: 401 })
    expect(await call('GET', '/nothing', undefined, token)).toMatchObject({ status: 401 })
  }
  const file = path.join(dataDir, 'admin-token')
  expect(readFileSync(file, 'utf8').trim()).toBe(running.adminToken)
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

test('a new account has a key that works, and a clock', async () => {
  const account = await newAccount()
  expect(account.accountId).toMatch(/^\d{12}$/)
  const identity = await new STSClient(config(account)).send(new GetCallerIdentityCommand({}))
  expect(identity).toMatchObject({
    Account: account.accountId,
    Arn: `arn:aws:iam::${account.accountId}:user/learner`,
  })
  expect(await call('GET', `/accounts/${account.accountId}`)).toEqual({
    status: 200,
    body: { accountId: account.accountId, timeScale: 10 },
  })
  expect(await call('GET', '/accounts/999999999999')).toMatchObject({ status: 404 })
})

test('the default account is there from the first start', async () => {
  expect(await call('GET', '/accounts/000000000000')).toMatchObject({ status: 200 })
})

test('the time scale is set within its bounds', async () => {
  const { accountId } = await newAccount()
  expect(await call('PUT', `/accounts/${accountId}/clock`, { scale: 60 })).toEqual({
    status: 200,
    body: { scale: 60 },
  })
  expect(await call('GET', `/accounts/${accountId}/clock`)).toEqual({ status: 200, body: { scale: 60 } })
  for (const scale of [0, 1001, '10', null]) {
    const answer = await call('PUT', `/accounts/${accountId}/clock`, { scale })
    expect(answer).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('between 0.1 and 1000') as string },
    })
  }
})

describe('an account', () => {
  const trust = JSON.stringify({
    Statement: [
      { Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ],
  })

  test('is emptied by a reset; its key and its clock stay', async () => {
    const account = await newAccount()
    const { accountId } = account
    await call('PUT', `/accounts/${accountId}/clock`, { scale: 30 })
    await new ECSClient(config(account)).send(new CreateClusterCommand({ clusterName: 'lab' }))
    await new IAMClient(config(account)).send(
      new CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument: trust }),
    )
    expect(await call('POST', `/accounts/${accountId}/reset`)).toMatchObject({ status: 200 })
    expect(await clusters(account)).toEqual([])
    expect((await new IAMClient(config(account)).send(new ListRolesCommand({}))).Roles).toEqual([])
    expect(await call('GET', `/accounts/${accountId}/clock`)).toMatchObject({ body: { scale: 30 } })
  })

  test('is saved and restored as a whole, also into another account', async () => {
    const [one, other] = [await newAccount(), await newAccount()]
    await new ECSClient(config(one)).send(new CreateClusterCommand({ clusterName: 'lab' }))
    const { body: snapshot } = await call('GET', `/accounts/${one.accountId}/snapshot`)
    expect(JSON.stringify(snapshot)).not.toContain(one.secretAccessKey)
    await call('POST', `/accounts/${one.accountId}/reset`)
    expect(await call('PUT', `/accounts/${one.accountId}/snapshot`, snapshot)).toMatchObject({ status: 200 })
    expect(await clusters(one)).toEqual([`arn:aws:ecs:eu-west-1:${one.accountId}:cluster/lab`])
    expect(await call('PUT', `/accounts/${other.accountId}/snapshot`, snapshot)).toMatchObject({
      status: 200,
    })
    expect(await clusters(other)).toEqual([`arn:aws:ecs:eu-west-1:${other.accountId}:cluster/lab`])
  })

  test.each([
    [null, /not a snapshot/],
    [{ format: 1, accountId: 'x', documents: [] }, /not a snapshot/],
    [
      { format: 99, accountId: '111111111111', documents: [] },
      /newer Slipway \(format 99, this one reads \d+\)/,
    ],
    [
      { format: 1, accountId: '111111111111', documents: [{ region: 'x' }] },
      /lacks region, kind, id or body/,
    ],
  ])('is not restored from %j', async (snapshot, message) => {
    const { accountId } = await newAccount()
    const answer = await call('PUT', `/accounts/${accountId}/snapshot`, snapshot)
    expect(answer.status).toBe(400)
    expect(answer.body['message']).toMatch(message)
  })

  test('survives two resets at once', async () => {
    const account = await newAccount()
    const reset = () => call('POST', `/accounts/${account.accountId}/reset`)
    expect((await Promise.all([reset(), reset(), reset()])).map(({ status }) => status)).toEqual([
      200, 200, 200,
    ])
    expect(await clusters(account)).toEqual([])
  })
})

test('an unknown route and a wrong method are said', async () => {
  expect(await call('GET', '/nothing')).toMatchObject({ status: 404 })
  const answer = await call('DELETE', '/accounts/000000000000')
  expect(answer).toEqual({
    status: 405,
    body: { message: 'There is no admin route DELETE /_sandbox/accounts/000000000000. It takes GET.' },
  })
})
