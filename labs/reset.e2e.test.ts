import { createServer, request as forward, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs'
import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  DescribeSecurityGroupsCommand,
} from '@aws-sdk/client-ec2'
import { CreateClusterCommand, DescribeClustersCommand } from '@aws-sdk/client-ecs'
import { CreateRoleCommand, ListRolesCommand } from '@aws-sdk/client-iam'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSandbox, type RunningSandbox } from '../sandbox/start.ts'
import { openAccount } from './account.ts'
import type { LabAccount } from './define.ts'
import { inventory, teardown } from './reset.ts'

let sandbox: RunningSandbox
const servers: Server[] = []

beforeAll(async () => {
  sandbox = await startSandbox({ dataDir: ':memory:', runtime: 'process' })
})
afterAll(async () => {
  for (const server of servers) server.close().closeAllConnections()
  await sandbox.close()
})

const options = () => ({ signal: AbortSignal.timeout(60_000), report: () => undefined })

function open(key = sandbox.createAccount(), endpoint = sandbox.endpoint) {
  const account = openAccount({ endpoint, region: 'eu-west-1', accountId: key.accountId, credentials: key })
  return { account, key }
}

/** A cluster, two security groups that name each other, a log group and a role. */
async function make({ aws }: LabAccount, lab: string | undefined, name: string): Promise<void> {
  const Tags = lab ? [{ Key: 'slipway-lab', Value: lab }] : []
  const tags = Tags.map(({ Key, Value }) => ({ key: Key, value: Value }))
  await aws.ecs.send(new CreateClusterCommand({ clusterName: name, tags }))
  await aws.logs.send(
    new CreateLogGroupCommand({ logGroupName: `/ecs/${name}`, ...(lab && { tags: { 'slipway-lab': lab } }) }),
  )
  await aws.iam.send(
    new CreateRoleCommand({
      Path: '/slipway/',
      RoleName: name,
      AssumeRolePolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' },
        ],
      }),
      Tags,
    }),
  )
  const ids: (string | undefined)[] = []
  for (const half of ['one', 'other']) {
    const made = await aws.ec2.send(
      new CreateSecurityGroupCommand({
        GroupName: `${name}-${half}`,
        Description: 'of a test',
        ...(Tags.length > 0 && { TagSpecifications: [{ ResourceType: 'security-group', Tags }] }),
      }),
    )
    ids.push(made.GroupId)
  }
  for (const [GroupId, other] of [ids, ids.toReversed()]) {
    const UserIdGroupPairs = [{ GroupId: other }]
    const IpPermissions = [{ IpProtocol: 'tcp', FromPort: 1, ToPort: 1, UserIdGroupPairs }]
    await aws.ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }))
  }
}

/** What stands in the account, by plain describe calls. */
async function names({ aws }: LabAccount): Promise<string[]> {
  const { clusters = [] } = await aws.ecs.send(
    new DescribeClustersCommand({ clusters: ['mine', 'theirs', 'nobodys'] }),
  )
  const { SecurityGroups = [] } = await aws.ec2.send(new DescribeSecurityGroupsCommand({}))
  const { Roles = [] } = await aws.iam.send(new ListRolesCommand({ PathPrefix: '/slipway/' }))
  return [
    ...clusters.filter(({ status }) => status === 'ACTIVE').map(({ clusterName }) => clusterName ?? ''),
    ...SecurityGroups.map(({ GroupName }) => GroupName ?? '').filter(name => name !== 'default'),
    ...Roles.map(({ RoleName }) => RoleName ?? ''),
  ].sort()
}

const all = (...owners: string[]) =>
  owners.flatMap(name => [name, name, `${name}-one`, `${name}-other`]).sort()

test('takes what is the lab’s, and nothing of another lab or untagged', async () => {
  const { account } = open()
  await make(account, 'a-lab', 'mine')
  await make(account, 'b-lab', 'theirs')
  await make(account, undefined, 'nobodys')
  expect(await names(account)).toEqual(all('mine', 'theirs', 'nobodys'))
  const { deleted, left } = await teardown(account, 'a-lab', [], options())
  expect(left).toEqual([])
  expect(deleted.map(({ label }) => label)).toEqual([
    'log group /ecs/mine',
    'security group mine-one',
    'security group mine-other',
    'role mine',
    'cluster mine',
  ])
  expect(await names(account)).toEqual(all('theirs', 'nobodys'))
  expect(await inventory(account, 'a-lab', [])).toEqual([])
})

test('two at once leave nothing, and neither fails', async () => {
  const { account, key } = open()
  await make(account, 'a-lab', 'mine')
  const results = await Promise.all([
    teardown(account, 'a-lab', [], options()),
    teardown(open(key).account, 'a-lab', [], options()),
  ])
  expect(results.map(({ left }) => left)).toEqual([[], []])
  expect(await names(account)).toEqual([])
})

test('credentials of another account delete nothing', async () => {
  const { account, key } = open()
  await make(account, 'a-lab', 'mine')
  const other = sandbox.createAccount()
  const swapped = open({ ...key, accountId: other.accountId }).account
  await expect(teardown(swapped, 'a-lab', [], options())).rejects.toThrow(/Nothing was deleted/)
  expect(await names(account)).toEqual(all('mine'))
})

test('goes on when AWS throttles three requests in ten', async () => {
  const { account, key } = open()
  await make(account, 'a-lab', 'mine')
  let seen = 0
  const endpoint = await throttling(() => seen++ % 10 < 3)
  const { left } = await teardown(open(key, endpoint).account, 'a-lab', [], options())
  expect(left).toEqual([])
  expect(await names(account)).toEqual([])
  expect(seen).toBeGreaterThan(20)
})

/** A server before the practice account that answers some requests with a throttling error of their protocol. */
async function throttling(refuse: () => boolean): Promise<string> {
  const { port } = new URL(sandbox.endpoint)
  const server = createServer((incoming, response) => {
    if (refuse()) {
      incoming.resume()
      const json = incoming.headers['x-amz-target'] !== undefined
      const xml =
        '<ErrorResponse><Error><Code>Throttling</Code><Message>Rate exceeded</Message></Error></ErrorResponse>'
      const body = JSON.stringify({ __type: 'ThrottlingException', message: 'Rate exceeded' })
      const type = json ? 'application/x-amz-json-1.1' : 'text/xml'
      return void response.writeHead(400, { 'content-type': type }).end(json ? body : xml)
    }
    const { method, url: path, headers } = incoming
    const onward = forward({ host: '127.0.0.1', port, method, path, headers }, answer => {
      response.writeHead(answer.statusCode ?? 500, answer.headers)
      answer.pipe(response)
    })
    incoming.pipe(onward)
  })
  servers.push(server)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
