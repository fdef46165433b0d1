import { existsSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import {
  CreateSecurityGroupCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSubnetsCommand,
  EC2Client,
  type Subnet,
} from '@aws-sdk/client-ec2'
import * as efs from '@aws-sdk/client-efs'
import {
  GetResourcesCommand,
  ResourceGroupsTaggingAPIClient,
} from '@aws-sdk/client-resource-groups-tagging-api'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { FakeClock } from '../../fake-clock.ts'
import type { AccountKey } from '../../gateway/accounts.ts'
import { type RunningSandbox, startSandbox } from '../../start.ts'
import { type MountRequest, mountOf } from './mount.ts'

/** Durations pass when the test says so; signatures want the wall clock's time. */
class TestClock extends FakeClock {
  override now(): number {
    return Date.now()
  }
}

let running: RunningSandbox
let clock: TestClock
let account: AccountKey
let client: efs.EFSClient
let ec2: EC2Client
let subnets: Subnet[]

beforeAll(async () => {
  clock = new TestClock()
  running = await startSandbox({ dataDir: ':memory:', runtime: 'process', logLevel: 'silent', clock })
})
beforeEach(async () => {
  account = running.createAccount()
  const config = { endpoint: running.endpoint, region: 'eu-west-1', credentials: account, maxAttempts: 1 }
  client = new efs.EFSClient(config)
  ec2 = new EC2Client(config)
  subnets = (await ec2.send(new DescribeSubnetsCommand({}))).Subnets ?? []
})
afterAll(() => running.close())

const accountId = () => subnets[0]?.OwnerId ?? ''
const scope = () => running.sandbox.store.scope(accountId(), 'eu-west-1')
const mount = (request: Omit<MountRequest, 'subnetId'>, subnet = subnets[0]) =>
  mountOf(running.sandbox, scope(), { ...request, subnetId: subnet?.SubnetId ?? '' })

async function fileSystem(input: Partial<efs.CreateFileSystemCommandInput> = {}): Promise<string> {
  const { FileSystemId = '' } = await client.send(new efs.CreateFileSystemCommand(input))
  await clock.advance(5_000)
  return FileSystemId
}

async function mountTarget(FileSystemId: string, more: object = {}, subnet = subnets[0]) {
  const input = { FileSystemId, SubnetId: subnet?.SubnetId ?? '', ...more }
  const made = await client.send(new efs.CreateMountTargetCommand(input))
  await clock.advance(60_000)
  return made
}

describe('file systems', () => {
  test('come into being, have a name and a size, and are gone with their files', async () => {
    const made = await client.send(
      new efs.CreateFileSystemCommand({ CreationToken: 'lab', Tags: [{ Key: 'Name', Value: 'files' }] }),
    )
    expect(made).toMatchObject({ LifeCycleState: 'creating', Name: 'files', NumberOfMountTargets: 0 })
    const { FileSystemId = '' } = made
    expect(FileSystemId).toMatch(/^fs-0[0-9a-f]{16}$/)
    await clock.advance(5_000)
    await mountTarget(FileSystemId)
    const { directory } = mount({ fileSystemId: FileSystemId })
    writeFileSync(path.join(directory, 'hello'), 'x'.repeat(1000))
    const [shown] =
      (await client.send(new efs.DescribeFileSystemsCommand({ FileSystemId }))).FileSystems ?? []
    expect(shown).toMatchObject({ LifeCycleState: 'available', NumberOfMountTargets: 1 })
    expect(shown?.SizeInBytes?.Value).toBe(7144)
    const { MountTargets } = await client.send(new efs.DescribeMountTargetsCommand({ FileSystemId }))
    await expect(client.send(new efs.DeleteFileSystemCommand({ FileSystemId }))).rejects.toMatchObject({
      name: 'FileSystemInUse',
      ErrorCode: 'FileSystemInUse',
    })
    const { MountTargetId } = MountTargets?.[0] ?? {}
    await client.send(new efs.DeleteMountTargetCommand({ MountTargetId }))
    await clock.advance(20_000)
    await client.send(new efs.DeleteFileSystemCommand({ FileSystemId }))
    expect(existsSync(directory)).toBe(false)
    await expect(client.send(new efs.DescribeFileSystemsCommand({ FileSystemId }))).rejects.toMatchObject({
      name: 'FileSystemNotFound',
      message: `File system '${FileSystemId}' does not exist.`,
    })
  })

  test('the same creation token again names the one that is there', async () => {
    const FileSystemId = await fileSystem({ CreationToken: 'once' })
    await expect(fileSystem({ CreationToken: 'once' })).rejects.toMatchObject({
      name: 'FileSystemAlreadyExists',
      FileSystemId,
    })
  })

  test('keep their settings, and refuse wrong ones', async () => {
    const FileSystemId = await fileSystem()
    const LifecyclePolicies: efs.LifecyclePolicy[] = [{ TransitionToIA: 'AFTER_30_DAYS' }]
    await client.send(new efs.PutLifecycleConfigurationCommand({ FileSystemId, LifecyclePolicies }))
    expect(
      (await client.send(new efs.DescribeLifecycleConfigurationCommand({ FileSystemId }))).LifecyclePolicies,
    ).toEqual(LifecyclePolicies)
    await client.send(new efs.PutBackupPolicyCommand({ FileSystemId, BackupPolicy: { Status: 'ENABLED' } }))
    expect(await client.send(new efs.DescribeBackupPolicyCommand({ FileSystemId }))).toMatchObject({
      BackupPolicy: { Status: 'ENABLED' },
    })
    await expect(
      client.send(new efs.DescribeFileSystemPolicyCommand({ FileSystemId })),
    ).rejects.toMatchObject({ name: 'PolicyNotFound' })
    await expect(
      client.send(new efs.PutFileSystemPolicyCommand({ FileSystemId, Policy: '{}' })),
    ).rejects.toMatchObject({ name: 'InvalidPolicyException' })
    await expect(fileSystem({ ThroughputMode: 'provisioned' })).rejects.toMatchObject({ name: 'BadRequest' })
  })

  test('tags are found by the tagging API', async () => {
    const FileSystemId = await fileSystem({ Tags: [{ Key: 'slipway-lab', Value: '100' }] })
    const tagging = new ResourceGroupsTaggingAPIClient({
      endpoint: running.endpoint,
      region: 'eu-west-1',
      credentials: account,
    })
    const found = async () => {
      const { ResourceTagMappingList = [] } = await tagging.send(
        new GetResourcesCommand({ TagFilters: [{ Key: 'slipway-lab', Values: ['100'] }] }),
      )
      return ResourceTagMappingList.filter(({ ResourceARN }) => ResourceARN?.endsWith(FileSystemId))
    }
    expect(await found()).toHaveLength(1)
    await client.send(new efs.UntagResourceCommand({ ResourceId: FileSystemId, TagKeys: ['slipway-lab'] }))
    expect(await found()).toEqual([])
  })
})

describe('mount targets', () => {
  test('have an interface in their subnet; one a zone, all in one VPC', async () => {
    const FileSystemId = await fileSystem()
    const { MountTargetId, NetworkInterfaceId, IpAddress } = await mountTarget(FileSystemId)
    const { NetworkInterfaces } = await ec2.send(
      new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: [NetworkInterfaceId ?? ''] }),
    )
    expect(NetworkInterfaces).toMatchObject([
      { PrivateIpAddress: IpAddress, Description: `EFS mount target for ${FileSystemId} (${MountTargetId})` },
    ])
    await expect(mountTarget(FileSystemId)).rejects.toMatchObject({
      name: 'MountTargetConflict',
      message: 'mount target already exists in this AZ',
    })
    await expect(mountTarget(FileSystemId, { SubnetId: 'subnet-none' })).rejects.toMatchObject({
      name: 'SubnetNotFound',
    })
    await expect(
      mountTarget(FileSystemId, { SecurityGroups: ['sg-none'] }, subnets[1]),
    ).rejects.toMatchObject({ name: 'SecurityGroupNotFound' })
    await expect(mountTarget(FileSystemId, { IpAddress: '10.9.9.9' }, subnets[1])).rejects.toMatchObject({
      name: 'BadRequest',
    })
    await expect(client.send(new efs.DescribeMountTargetsCommand({}))).rejects.toMatchObject({
      name: 'BadRequest',
      message: 'Must specify exactly one mutually exclusive parameter.',
    })
  })

  test('a task without one in its zone cannot resolve the file system', async () => {
    const fileSystemId = await fileSystem()
    await mountTarget(fileSystemId)
    expect(mount({ fileSystemId }).directory).toContain(fileSystemId)
    expect(() => mount({ fileSystemId }, subnets[1])).toThrow(
      `failed to invoke EFS utils commands to set up EFS volumes: stderr: Failed to resolve "${fileSystemId}.efs.eu-west-1.amazonaws.com"`,
    )
  })

  test('let in only whom their security groups let in', async () => {
    const { GroupId = '' } = await ec2.send(
      new CreateSecurityGroupCommand({ GroupName: 'efs', Description: 'efs' }),
    )
    const fileSystemId = await fileSystem()
    const { MountTargetId } = await mountTarget(fileSystemId)
    const open = await client.send(new efs.DescribeMountTargetSecurityGroupsCommand({ MountTargetId }))
    const [standard = ''] = open.SecurityGroups ?? []
    const peer = { ips: ['172.31.0.9'], groupIds: [standard] }
    expect(mount({ fileSystemId, peer }).mountTargetSecurityGroupIds).toEqual([standard])
    await client.send(
      new efs.ModifyMountTargetSecurityGroupsCommand({ MountTargetId, SecurityGroups: [GroupId] }),
    )
    expect(() => mount({ fileSystemId, peer })).toThrow(
      'Mount attempt 1/3 failed due to timeout after 15 sec, wait 0 sec before next attempt.',
    )
  })
})

describe('access points', () => {
  const point = async (input: Omit<efs.CreateAccessPointCommandInput, 'ClientToken'>) => {
    const { AccessPointId = '' } = await client.send(new efs.CreateAccessPointCommand(input))
    return AccessPointId
  }

  test('make their root directory at the first mount, and say as whom everything is done', async () => {
    const fileSystemId = await fileSystem()
    await mountTarget(fileSystemId)
    const accessPointId = await point({
      FileSystemId: fileSystemId,
      PosixUser: { Uid: 1001, Gid: 1002 },
      RootDirectory: {
        Path: '/apps/uploads',
        CreationInfo: { OwnerUid: 1001, OwnerGid: 1002, Permissions: '0750' },
      },
    })
    const mounted = mount({ fileSystemId, accessPointId })
    expect(mounted).toMatchObject({ uid: 1001, gid: 1002 })
    expect(mounted.directory).toMatch(new RegExp(`${fileSystemId}/apps/uploads$`))
    const { mode, uid } = statSync(mounted.directory)
    // Where the practice account is not root it cannot give the folder away.
    const isRoot = process.getuid?.() === 0
    expect([mode & 0o777, uid]).toEqual(isRoot ? [0o750, 1001] : [0o777, process.getuid?.()])
    expect(
      await client.send(new efs.DescribeAccessPointsCommand({ FileSystemId: fileSystemId })),
    ).toMatchObject({ AccessPoints: [{ AccessPointId: accessPointId, PosixUser: { Uid: 1001 } }] })
  })

  test('a root directory that is not there, and that they may not make, is refused', async () => {
    const fileSystemId = await fileSystem()
    await mountTarget(fileSystemId)
    const accessPointId = await point({ FileSystemId: fileSystemId, RootDirectory: { Path: '/none' } })
    const denied = 'access denied by server while mounting 127.0.0.1:/'
    expect(() => mount({ fileSystemId, accessPointId })).toThrow(denied)
    expect(() => mount({ fileSystemId, accessPointId: 'fsap-none' })).toThrow(denied)
    await expect(
      point({ FileSystemId: fileSystemId, RootDirectory: { Path: '/../etc' } }),
    ).rejects.toMatchObject({ name: 'BadRequest' })
  })
})

test('no path and no link leads out of a file system', async () => {
  const fileSystemId = await fileSystem()
  await mountTarget(fileSystemId)
  const { directory } = mount({ fileSystemId })
  mkdirSync(path.join(directory, 'inside'))
  symlinkSync('/etc', path.join(directory, 'out'))
  expect(mount({ fileSystemId, rootDirectory: '/inside' }).directory).toBe(path.join(directory, 'inside'))
  const missing = 'reason given by server: No such file or directory'
  expect(() => mount({ fileSystemId, rootDirectory: '/out' })).toThrow(missing)
  expect(() => mount({ fileSystemId, rootDirectory: '/absent' })).toThrow(missing)
  expect(mount({ fileSystemId, rootDirectory: '/../../inside' }).directory).toBe(
    path.join(directory, 'inside'),
  )
})
