import {
  CreateServiceCommand,
  DescribeServicesCommand,
  ECSClient,
  ListClustersCommand,
  RegisterTaskDefinitionCommand,
  CreateClusterCommand,
} from '@aws-sdk/client-ecs'
import { DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AccountKey } from '../gateway/accounts.ts'
import { writeDocument } from '../store/document-text.ts'
import { startSandbox, type RunningSandbox } from '../start.ts'

const ACCOUNTS = 200

let sandbox: RunningSandbox
beforeAll(async () => {
  sandbox = await startSandbox({ dataDir: ':memory:', runtime: 'process', logLevel: 'silent' })
})
afterAll(() => sandbox.close())

function ecsOf(credentials: AccountKey): ECSClient {
  return new ECSClient({ endpoint: sandbox.endpoint, region: 'eu-west-1', credentials })
}

/** A new account with a service, which wants no task. */
async function accountWithService(): Promise<AccountKey> {
  const key = sandbox.createAccount()
  const ecs = ecsOf(key)
  const ec2 = new EC2Client({ endpoint: sandbox.endpoint, region: 'eu-west-1', credentials: key })
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}))
  await ecs.send(new CreateClusterCommand({ clusterName: 'lab' }))
  const containerDefinitions = [{ name: 'web', image: 'web' }]
  await ecs.send(
    new RegisterTaskDefinitionCommand({
      ...{
        family: 'web',
        networkMode: 'awsvpc',
        requiresCompatibilities: ['FARGATE'],
        cpu: '256',
        memory: '512',
      },
      containerDefinitions,
    }),
  )
  const subnets = [Subnets[0]?.SubnetId ?? '']
  await ecs.send(
    new CreateServiceCommand({
      ...{
        cluster: 'lab',
        serviceName: 'web',
        taskDefinition: 'web',
        desiredCount: 0,
        launchType: 'FARGATE',
      },
      networkConfiguration: { awsvpcConfiguration: { subnets } },
    }),
  )
  ecs.destroy()
  ec2.destroy()
  return key
}

function admin(method: string, { accountId }: AccountKey, what: string, body?: string): Promise<Response> {
  const headers = { authorization: `Bearer ${sandbox.adminToken}`, 'content-type': 'application/json' }
  return fetch(`${sandbox.endpoint}/_sandbox/accounts/${accountId}/${what}`, {
    method,
    headers,
    ...(body && { body }),
  })
}

/** Milliseconds of processor time to describe a service once: the median of many. The clock would count what others compute. */
async function costOfDescribe(key: AccountKey): Promise<number> {
  const ecs = ecsOf(key)
  const samples: number[] = []
  for (let count = 0; count < 60; count++) {
    const started = process.cpuUsage()
    const { services } = await ecs.send(new DescribeServicesCommand({ cluster: 'lab', services: ['web'] }))
    const { user, system } = process.cpuUsage(started)
    samples.push((user + system) / 1000)
    expect(services).toHaveLength(1)
  }
  ecs.destroy()
  return samples.sort((one, other) => one - other)[30] ?? Number.NaN
}

test(`${ACCOUNTS} accounts with a service each do not slow one another; a reset touches no other`, async () => {
  const first = await accountWithService()
  await costOfDescribe(first)
  const alone = await costOfDescribe(first)
  const snapshot = await (await admin('GET', first, 'snapshot')).text()
  const others: AccountKey[] = []
  while (others.length < ACCOUNTS - 1) {
    const key = sandbox.createAccount()
    expect((await admin('PUT', key, 'snapshot', snapshot)).status).toBe(200)
    others.push(key)
  }
  const among = await costOfDescribe(first)
  // Looking at every account for each answer would cost a hundred times as much.
  expect(among, `ms among ${others.length + 1} accounts; ${alone} alone`).toBeLessThan(alone * 5 + 2)

  const [reset, ...kept] = others
  if (!reset) throw new Error('no account')
  const stateOf = ({ accountId }: AccountKey) =>
    writeDocument(
      sandbox.sandbox.store.exportAccount(accountId).filter(({ kind }) => kind !== 'iam:access-key'),
    )
  const before = [first, ...kept].map(stateOf)
  expect((await admin('POST', reset, 'reset')).status).toBe(200)
  const ecs = ecsOf(reset)
  expect((await ecs.send(new ListClustersCommand({}))).clusterArns).toEqual([])
  ecs.destroy()
  expect([first, ...kept].map(stateOf)).toEqual(before)
}, 120_000)
