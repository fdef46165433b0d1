import { existsSync, statSync } from 'node:fs'
import type { RegisterTaskDefinitionRequest } from '@aws-sdk/client-ecs'
import { describe, expect, test } from 'vitest'
import { authorizeSecurityGroupIngress } from '../ec2/operations/authorize-security-group-ingress.ts'
import { createSecurityGroup } from '../ec2/operations/create-security-group.ts'
import { collections } from '../ec2/store.ts'
import { createAccessPoint } from '../efs/operations/create-access-point.ts'
import { createFileSystem } from '../efs/operations/create-file-system.ts'
import { createMountTarget } from '../efs/operations/create-mount-target.ts'
import { registerTaskDefinition } from './operations/register-task-definition.ts'
import { runTask } from './operations/run-task.ts'
import { stopTask } from './operations/stop-task.ts'
import { FakeAccount } from './testing/fake-account.ts'

const register = (account: FakeAccount, request: Partial<RegisterTaskDefinitionRequest>) =>
  account.call(registerTaskDefinition, {
    ...{ family: 'web', networkMode: 'awsvpc', requiresCompatibilities: ['FARGATE'] },
    ...{ cpu: '256', memory: '512' },
    containerDefinitions: [{ name: 'web', image: 'web:1' }],
    ...request,
  })

test('containers of a task share a scratch volume, which goes with the task', async () => {
  const account = new FakeAccount()
  const mountPoints = [{ sourceVolume: 'data', containerPath: '/data' }]
  await register(account, {
    volumes: [{ name: 'data' }],
    containerDefinitions: [
      { name: 'web', image: 'web:1', mountPoints },
      { name: 'side', image: 'side:1', volumesFrom: [{ sourceContainer: 'web', readOnly: true }] },
    ],
  })
  await account.call(runTask, {
    ...{ cluster: 'lab', taskDefinition: 'web', launchType: 'FARGATE', count: 2 },
    networkConfiguration: account.network,
  })
  await account.pass(30)
  const running = account.runtime.running.sort((a, b) => (a.taskId < b.taskId ? -1 : 1))
  const mounts = running.map(({ plan }) => plan.mounts?.[0])
  expect(mounts.map(mount => [mount?.containerPath, mount?.readOnly])).toEqual([
    ['/data', false],
    ['/data', true],
    ['/data', false],
    ['/data', true],
  ])
  const sources = mounts.map(mount => mount?.source ?? '')
  expect(new Set(sources).size).toBe(2)
  expect(sources[0]).toBe(sources[1])
  expect(statSync(sources[0] ?? '').mode & 0o777).toBe(0o777)
  await account.call(stopTask, { cluster: 'lab', task: running[0]?.taskId ?? '' })
  await account.pass(30)
  expect(sources.map(source => existsSync(source))).toEqual([false, false, true, true])
})

const EFS = { fileSystemId: 'fs-0123456789abcdef0' }
const efs = (more: object) => ({ volumes: [{ name: 'v', efsVolumeConfiguration: { ...EFS, ...more } }] })
const web = (more: object) => ({ containerDefinitions: [{ name: 'web', image: 'web:1', ...more }] })

test.each<[string, Partial<RegisterTaskDefinitionRequest>, string]>([
  [
    'a volume that is not there',
    web({ mountPoints: [{ sourceVolume: 'x', containerPath: '/x' }] }),
    "Unknown volume 'x'.",
  ],
  ['two volumes of one name', { volumes: [{ name: 'v' }, { name: 'v' }] }, "Duplicate volume name 'v'."],
  [
    'a folder of the host on Fargate',
    { volumes: [{ name: 'v', host: { sourcePath: '/etc' } }] },
    'host.sourcePath should not be set for volumes in Fargate',
  ],
  ['a file system of no id', efs({ fileSystemId: 'x' }), 'Invalid EFS file system ID'],
  [
    'an access point without encryption',
    efs({ authorizationConfig: { accessPointId: 'fsap-1' } }),
    'transit encryption must be enabled',
  ],
  ['IAM without encryption', efs({ authorizationConfig: { iam: 'ENABLED' } }), 'transit encryption'],
  [
    'an access point and a folder',
    efs({
      ...{ transitEncryption: 'ENABLED', rootDirectory: '/a' },
      authorizationConfig: { accessPointId: 'fsap-1' },
    }),
    'rootDirectory',
  ],
  [
    'volumes of a container that is not there',
    web({ volumesFrom: [{ sourceContainer: 'x' }] }),
    "container 'x', which",
  ],
  ['privileged on Fargate', web({ privileged: true }), "do not support 'privileged'"],
  [
    'a capability on Fargate',
    web({ linuxParameters: { capabilities: { add: ['SYS_ADMIN'] } } }),
    'SYS_ADMIN',
  ],
  ['a ulimit on Fargate', web({ ulimits: [{ name: 'nproc', softLimit: 1, hardLimit: 1 }] }), 'nproc'],
  ['a long stopTimeout', web({ stopTimeout: 121 }), "Invalid 'stopTimeout' setting"],
  [
    'a short restart period',
    web({ restartPolicy: { enabled: true, restartAttemptPeriod: 59 } }),
    'between 60 and 1800',
  ],
  [
    'an environment file of another kind',
    web({ environmentFiles: [{ type: 's3', value: 'arn:aws:s3:::b/x.txt' }] }),
    'ends in .env',
  ],
])('a task definition with %s is refused', async (_what, request, message) => {
  const refused = register(new FakeAccount(), request)
  await expect(refused).rejects.toMatchObject({ name: 'ClientException' })
  await expect(refused).rejects.toThrow(message)
})

test('volumes that the practice account does not have are refused by name', async () => {
  const volumes = [{ name: 'v', configuredAtLaunch: true }]
  await expect(register(new FakeAccount(), { volumes })).rejects.toMatchObject({
    name: 'NotImplemented',
    status: 501,
  })
})

describe('a file system', () => {
  /** A file system with an access point, and mount targets in every subnet that let in what `open` says. */
  async function withFileSystem(open: boolean) {
    const account = new FakeAccount()
    const { FileSystemId = '' } = await account.call(createFileSystem, { CreationToken: 't' })
    await account.clock.advance(60_000)
    const vpc = collections(account.scope).vpcs.values()[0]?.VpcId
    const { GroupId = '' } = await account.call(createSecurityGroup, {
      ...{ GroupName: 'nfs', Description: 'nfs', VpcId: vpc },
    })
    if (open) {
      const IpPermissions = [
        { IpProtocol: 'tcp', FromPort: 2049, ToPort: 2049, IpRanges: [{ CidrIp: '0.0.0.0/0' }] },
      ]
      await account.call(authorizeSecurityGroupIngress, { GroupId, IpPermissions })
    }
    for (const SubnetId of account.subnets) {
      await account.call(createMountTarget, { FileSystemId, SubnetId, SecurityGroups: [GroupId] })
    }
    const { AccessPointId = '' } = await account.call(createAccessPoint, {
      ...{ FileSystemId, ClientToken: 't', PosixUser: { Uid: 1234, Gid: 5678 } },
      RootDirectory: {
        Path: '/app',
        CreationInfo: { OwnerUid: 1234, OwnerGid: 5678, Permissions: '0750' },
      },
    })
    await account.clock.advance(120_000)
    return { account, fileSystemId: FileSystemId, accessPointId: AccessPointId }
  }

  const start = async (account: FakeAccount, configuration: object) => {
    await register(account, {
      volumes: [{ name: 'files', efsVolumeConfiguration: configuration as never }],
      ...web({ mountPoints: [{ sourceVolume: 'files', containerPath: '/files' }] }),
    })
    await account.call(runTask, {
      ...{ cluster: 'lab', taskDefinition: 'web', launchType: 'FARGATE', count: 2 },
      networkConfiguration: account.network,
    })
    await account.pass(30)
    return account.runtime.running.map(({ plan }) => plan)
  }

  test('is the same folder in every task, and stays when they end', async () => {
    const { account, fileSystemId } = await withFileSystem(true)
    const plans = await start(account, { fileSystemId })
    const [one = '', other] = plans.map(({ mounts }) => mounts?.[0]?.source)
    expect(one).toBe(other)
    for (const { taskArn } of account.tasks) await account.call(stopTask, { cluster: 'lab', task: taskArn })
    await account.pass(30)
    expect(account.in('STOPPED')).toHaveLength(2)
    expect(existsSync(one)).toBe(true)
  })

  test('behind an access point is its folder, with its user', async () => {
    const { account, fileSystemId, accessPointId } = await withFileSystem(true)
    const authorizationConfig = { accessPointId, iam: 'ENABLED' }
    const plans = await start(account, { fileSystemId, transitEncryption: 'ENABLED', authorizationConfig })
    expect(plans[0]?.mounts?.[0]?.source).toMatch(/\/app$/)
    expect(plans[0]?.user).toBe('1234:5678')
  })

  test.each([
    ['lets nobody in', false, 'Mount attempt 1/3 failed due to timeout after 15 sec'],
    ['is not there', true, 'Failed to resolve "fs-0123456789abcdef0.efs.eu-west-1.amazonaws.com"'],
  ])('that %s ends the task, in AWS’s words', async (_what, open, message) => {
    const { account, fileSystemId } = await withFileSystem(open)
    await start(account, { fileSystemId: open ? EFS.fileSystemId : fileSystemId })
    const [task] = account.in('STOPPED')
    expect(task?.stopCode).toBe('TaskFailedToStart')
    expect(task?.stoppedReason).toContain(
      `ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr: ${message}`,
    )
  })
})
