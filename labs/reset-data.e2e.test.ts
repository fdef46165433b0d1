import { CreateSecurityGroupCommand, DescribeSubnetsCommand } from '@aws-sdk/client-ec2'
import * as efs from '@aws-sdk/client-efs'
import * as rds from '@aws-sdk/client-rds'
import {
  CreateBucketCommand,
  ListBucketsCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { CreateSecretCommand, ListSecretsCommand } from '@aws-sdk/client-secrets-manager'
import { DescribeParametersCommand, PutParameterCommand } from '@aws-sdk/client-ssm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { serverProgram } from '../sandbox/services/rds/server/program.ts'
import { type RunningSandbox, startSandbox } from '../sandbox/start.ts'
import { openAccount } from './account.ts'
import { inventory, teardown } from './reset.ts'

let sandbox: RunningSandbox
beforeAll(async () => {
  sandbox = await startSandbox({ dataDir: ':memory:', runtime: 'process' })
})
afterAll(() => sandbox.close())

function hasServer(): boolean {
  try {
    return Boolean(serverProgram())
  } catch {
    return process.env['CI'] === 'true'
  }
}

const Tags = [{ Key: 'slipway-lab', Value: 'mine' }]

test.skipIf(!hasServer())(
  'a reset deletes databases, file systems, buckets, secrets and parameters of the lab, and nothing else',
  async () => {
    const key = sandbox.createAccount()
    sandbox.sandbox.clock.setScale(key.accountId, 1000)
    const account = openAccount({
      endpoint: sandbox.endpoint,
      region: 'eu-west-1',
      accountId: key.accountId,
      credentials: key,
    })
    const { aws } = account
    const { Subnets = [] } = await aws.ec2.send(new DescribeSubnetsCommand({}))
    const SubnetIds = Subnets.map(({ SubnetId = '' }) => SubnetId)
    const { GroupId = '' } = await aws.ec2.send(
      new CreateSecurityGroupCommand({
        GroupName: 'data',
        Description: 'data',
        TagSpecifications: [{ ResourceType: 'security-group', Tags }],
      }),
    )
    await aws.rds.send(
      new rds.CreateDBSubnetGroupCommand({
        DBSubnetGroupName: 'lab',
        DBSubnetGroupDescription: 'lab',
        SubnetIds,
        Tags,
      }),
    )
    await aws.rds.send(
      new rds.CreateDBInstanceCommand({
        ...{ DBInstanceIdentifier: 'lab', DBInstanceClass: 'db.t4g.micro', Engine: 'mariadb' },
        ...{ AllocatedStorage: 20, MasterUsername: 'admin', ManageMasterUserPassword: true, Tags },
        ...{ DBSubnetGroupName: 'lab', VpcSecurityGroupIds: [GroupId] },
      }),
    )
    const { FileSystemId = '' } = await aws.efs.send(new efs.CreateFileSystemCommand({ Tags }))
    const state = async () =>
      (await aws.efs.send(new efs.DescribeFileSystemsCommand({ FileSystemId }))).FileSystems?.[0]
        ?.LifeCycleState
    await expect.poll(state).toBe('available')
    await aws.efs.send(
      new efs.CreateMountTargetCommand({
        FileSystemId,
        SubnetId: SubnetIds[0] ?? '',
        SecurityGroups: [GroupId],
      }),
    )
    await aws.efs.send(new efs.CreateAccessPointCommand({ FileSystemId, Tags, ClientToken: 'a' }))
    for (const [name, tags] of [
      ['lab', Tags],
      ['other', []],
    ] as const) {
      await aws.secrets.send(new CreateSecretCommand({ Name: name, SecretString: 'x', Tags: [...tags] }))
      await aws.ssm.send(
        new PutParameterCommand({ Name: `/${name}/url`, Value: 'x', Type: 'String', Tags: [...tags] }),
      )
    }

    for (const [Bucket, TagSet] of [
      [`mine-${key.accountId}`, Tags],
      [`other-${key.accountId}`, [{ Key: 'slipway-lab', Value: 'other' }]],
    ] as const) {
      await aws.s3.send(
        new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }),
      )
      await aws.s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: [...TagSet] } }))
      const VersioningConfiguration = { Status: 'Enabled' } as const
      await aws.s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }))
      for (const Body of ['first', 'second']) {
        await aws.s3.send(new PutObjectCommand({ Bucket, Key: 'letters/a', Body }))
      }
    }

    const found = await inventory(account, 'mine', [])
    expect(found.map(({ type }) => type)).toEqual([
      'rds:db',
      'elasticfilesystem:mount-target',
      'elasticfilesystem:access-point',
      's3:bucket',
      'rds:subgrp',
      'elasticfilesystem:file-system',
      'ssm:parameter',
      'secretsmanager:secret',
      'ec2:security-group',
    ])
    const options = { signal: AbortSignal.timeout(120_000), report: () => undefined }
    const { left } = await teardown(account, 'mine', [], options)
    expect(left).toEqual([])
    expect(await inventory(account, 'mine', [])).toEqual([])
    const { SecretList } = await aws.secrets.send(new ListSecretsCommand({}))
    expect(SecretList?.map(({ Name }) => Name)).toEqual(['other'])
    const { Buckets } = await aws.s3.send(new ListBucketsCommand({}))
    expect(Buckets?.map(({ Name }) => Name)).toEqual([`other-${key.accountId}`])
    const { Parameters } = await aws.ssm.send(new DescribeParametersCommand({}))
    expect(Parameters?.map(({ Name }) => Name)).toEqual(['/other/url'])
  },
  180_000,
)
