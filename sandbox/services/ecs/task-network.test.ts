import { beforeEach, describe, expect, test } from 'vitest'
import { AddressBook } from '../../runtime/address-book.ts'
import { createTaskInterface } from '../ec2/network-interfaces.ts'
import { authorizeSecurityGroupIngress } from '../ec2/operations/authorize-security-group-ingress.ts'
import { createSecurityGroup } from '../ec2/operations/create-security-group.ts'
import { createVpc } from '../ec2/operations/create-vpc.ts'
import { createSubnet } from '../ec2/operations/create-subnet.ts'
import { runTask } from './operations/run-task.ts'
import type { TaskDocument } from './store.ts'
import { FakeAccount } from './testing/fake-account.ts'
import { answerQuestion } from './task-names.ts'
import { meetFromTask, resolveForTask } from './task-network.ts'

const NAME = 'db.c9akciq32.eu-west-1.rds.amazonaws.com'
const REAL = { host: '127.0.0.1', port: 41234 }
let account: FakeAccount
let task: TaskDocument
let groupId: string

beforeEach(async () => {
  account = new FakeAccount()
  await account.registerWeb()
  await account.call(runTask, {
    ...{ cluster: 'lab', taskDefinition: 'web', launchType: 'FARGATE' },
    networkConfiguration: account.network,
  })
  await account.pass(30)
  task = account.tasks[0] as TaskDocument
  const made = await account.call(createSecurityGroup, {
    GroupName: 'db',
    Description: 'db',
    VpcId: task.interface?.vpcId,
  })
  groupId = made.GroupId ?? ''
})

/** A database in one of the default VPC's subnets, as RDS makes it. */
function openDatabase(subnetId = account.subnets[0] ?? ''): string {
  const request = { subnetId, securityGroupIds: [groupId], description: 'RDSNetworkInterface' }
  const { privateIpAddress: ip } = createTaskInterface(account.scope, request)
  const place = { accountId: account.context.accountId, region: 'eu-west-1' }
  account.sandbox.addresses.bind({ ...place, ip, port: 3306 }, REAL)
  account.sandbox.addresses.bindName({ ...place, name: NAME }, ip)
  return ip
}

const meet = (host: string, port = 3306) => meetFromTask(account.sandbox, account.scope, task, host, port)
const letIn = (from: object) =>
  account.call(authorizeSecurityGroupIngress, {
    GroupId: groupId,
    IpPermissions: [{ IpProtocol: 'tcp', FromPort: 3306, ToPort: 3307, ...from }],
  })

describe('a task that connects', () => {
  test('to a database meets it by name and address once its security group is let in', async () => {
    const ip = openDatabase()
    expect([meet(NAME), meet(ip)]).toEqual(['blocked', 'blocked'])
    const [own] = task.interface?.securityGroupIds ?? []
    await letIn({ UserIdGroupPairs: [{ GroupId: own }] })
    expect([meet(NAME), meet(NAME.toUpperCase()), meet(ip)]).toEqual([REAL, REAL, REAL])
    expect(meet(ip, 3307)).toBe('refused')
    expect(meet(ip, 3308)).toBe('blocked')
  })

  test('to nobody’s address of its VPC is not answered, and elsewhere is none of the account’s business', () => {
    expect(meet('172.31.255.250')).toBe('blocked')
    expect([meet('10.9.9.9'), meet('52.1.1.1'), meet('example.org')]).toEqual([
      'elsewhere',
      'elsewhere',
      'elsewhere',
    ])
  })

  test('to itself asks no security group', () => {
    const ip = task.interface?.privateIpAddress ?? ''
    expect(meet(ip, 8080)).toMatchObject({ host: '127.0.0.1' })
    expect(meet(ip, 8081)).toBe('refused')
  })

  test('to another VPC finds no way', async () => {
    const { Vpc } = await account.call(createVpc, { CidrBlock: '172.31.0.0/16' })
    const { Subnet } = await account.call(createSubnet, { VpcId: Vpc?.VpcId, CidrBlock: '172.31.200.0/24' })
    const { GroupId = '' } = await account.call(createSecurityGroup, {
      GroupName: 'db',
      Description: 'db',
      VpcId: Vpc?.VpcId,
    })
    groupId = GroupId
    await letIn({ IpRanges: [{ CidrIp: '0.0.0.0/0' }] })
    expect(meet(openDatabase(Subnet?.SubnetId))).toBe('blocked')
  })
})

test('names go as they came', () => {
  const book = new AddressBook()
  const name = { accountId: '1', region: 'r', name: NAME }
  book.bindName(name, '172.31.0.9')
  expect(book.lookupName({ ...name, name: `${NAME.toUpperCase()}.` })).toBe('172.31.0.9')
  expect(book.lookupName({ ...name, accountId: '2' })).toBeUndefined()
  book.unbindName(name)
  expect(book.lookupName(name)).toBeUndefined()
  expect(resolveForTask(account.sandbox, account.scope, task, NAME)).toBeUndefined()
})

describe('the name server of a VPC', () => {
  function question(name: string, type: number): Buffer {
    const header = Buffer.from('abcd01000001000000000000', 'hex')
    const labels = name.split('.').flatMap(label => [label.length, ...Buffer.from(label)])
    return Buffer.concat([header, Buffer.from([...labels, 0, 0, type, 0, 1])])
  }

  test('answers a private name with its address, for five seconds', async () => {
    const asked = question(NAME, 1)
    const answer = await answerQuestion(asked, name => (name === NAME ? '172.31.5.7' : undefined))
    expect(answer.subarray(0, 12).toString('hex')).toBe('abcd81800001000100000000')
    expect(answer.subarray(12, asked.length)).toEqual(asked.subarray(12))
    expect(answer.subarray(asked.length).toString('hex')).toBe('c00c00010001000000050004ac1f0507')
  })

  test('says that it has no IPv6 address', async () => {
    const asked = question(NAME, 28)
    const answer = await answerQuestion(asked, () => '172.31.5.7')
    expect(answer.subarray(0, 12).toString('hex')).toBe('abcd81800001000000000000')
    expect(answer).toHaveLength(asked.length)
  })

  test.each([
    ['an empty one', Buffer.alloc(0)],
    ['one that ends within a label', question(NAME, 1).subarray(0, 20)],
    [
      'one with a pointer',
      Buffer.concat([question('a', 1).subarray(0, 12), Buffer.from([0xc0, 0x0c, 0, 1, 0, 1])]),
    ],
  ])('leaves %s to the next name server', async (_, packet) => {
    const next = Buffer.from('its answer')
    expect(
      await answerQuestion(
        packet,
        () => '172.31.5.7',
        () => Promise.resolve(next),
      ),
    ).toBe(next)
  })

  test('says that it failed when the next name server does', async () => {
    const asked = question('example.org', 1)
    const answer = await answerQuestion(
      asked,
      () => undefined,
      () => Promise.reject(new Error('silent')),
    )
    expect(answer.subarray(0, 12).toString('hex')).toBe('abcd81820001000000000000')
  })
})
