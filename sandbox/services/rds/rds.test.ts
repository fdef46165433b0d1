import { DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2'
import * as rds from '@aws-sdk/client-rds'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningSandbox, startSandbox } from '../../start.ts'

/* What RDS says without a server being started; rds.e2e.test.ts runs real ones. */

let running: RunningSandbox
let client: rds.RDSClient
let subnetIds: string[]

beforeAll(async () => {
  running = await startSandbox({ dataDir: ':memory:', runtime: 'process', logLevel: 'silent' })
  const config = {
    endpoint: running.endpoint,
    region: 'eu-west-1',
    credentials: running.createAccount(),
    maxAttempts: 1,
  }
  client = new rds.RDSClient(config)
  const { Subnets = [] } = await new EC2Client(config).send(new DescribeSubnetsCommand({}))
  subnetIds = Subnets.map(({ SubnetId = '' }) => SubnetId)
})
afterAll(() => running.close())

const WHOLE = {
  DBInstanceIdentifier: 'lab',
  DBInstanceClass: 'db.t4g.micro',
  Engine: 'mysql',
  AllocatedStorage: 20,
  MasterUsername: 'admin',
  MasterUserPassword: 'correct-horse',
}

test.each<[string, Partial<rds.CreateDBInstanceCommandInput>, string, string]>([
  ['an identifier', { DBInstanceIdentifier: '1-a' }, 'InvalidParameterValue', 'is not a valid identifier'],
  [
    'an identifier with --',
    { DBInstanceIdentifier: 'a--b' },
    'InvalidParameterValue',
    'two consecutive hyphens',
  ],
  ['an engine', { Engine: 'db9' }, 'InvalidParameterValue', 'Invalid DB engine: db9'],
  ['PostgreSQL', { Engine: 'postgres' }, 'NotImplemented', 'has no database engine PostgreSQL'],
  ['Aurora', { Engine: 'aurora-mysql' }, 'NotImplemented', 'aurora-mysql'],
  ['a version', { EngineVersion: '9.9' }, 'InvalidParameterCombination', 'Cannot find version 9.9 for mysql'],
  ['a class', { DBInstanceClass: 'm5' }, 'InvalidParameterValue', 'Invalid DB Instance class: m5'],
  [
    'too little storage',
    { AllocatedStorage: 5 },
    'InvalidParameterCombination',
    'Invalid storage size for engine name mysql and storage type gp3: 5',
  ],
  [
    'no storage',
    { AllocatedStorage: undefined },
    'InvalidParameterValue',
    'The parameter AllocatedStorage must be provided and must not be blank.',
  ],
  [
    'no user',
    { MasterUsername: undefined },
    'InvalidParameterValue',
    'The parameter MasterUsername must be provided',
  ],
  ['a reserved user', { MasterUsername: 'rdsadmin' }, 'InvalidParameterValue', 'reserved word'],
  [
    'a short password',
    { MasterUserPassword: 'short' },
    'InvalidParameterValue',
    'because it is shorter than 8 characters.',
  ],
  [
    'a password with @',
    { MasterUserPassword: 'p@ssword1' },
    'InvalidParameterValue',
    "Only printable ASCII characters besides '/', '@', '\"', ' ' may be used.",
  ],
  ['two passwords', { ManageMasterUserPassword: true }, 'InvalidParameterCombination', 'but not both'],
  ['a name of SQL', { DBName: 'a`; DROP' }, 'InvalidParameterValue', 'DBName must begin with a letter'],
  [
    'a subnet group',
    { DBSubnetGroupName: 'none' },
    'DBSubnetGroupNotFoundFault',
    "DB subnet group 'none' does not exist.",
  ],
  [
    'a parameter group',
    { DBParameterGroupName: 'none' },
    'DBParameterGroupNotFound',
    'DBParameterGroup not found: none',
  ],
  [
    'another family',
    { DBParameterGroupName: 'default.mariadb10.11' },
    'InvalidParameterCombination',
    'DBParameterGroupFamily mysql8.0',
  ],
  [
    'a security group',
    { VpcSecurityGroupIds: ['sg-none'] },
    'InvalidParameterValue',
    'Invalid security group , groupId= sg-none, groupName=.',
  ],
  ['monitoring', { MonitoringInterval: 60 }, 'NotImplemented', 'Enhanced Monitoring'],
])('an instance with %s that is wrong is refused', async (_what, input, code, message) => {
  const refusal = await client
    .send(new rds.CreateDBInstanceCommand({ ...WHOLE, ...input }))
    .catch((error: unknown) => error as rds.RDSServiceException & { Code?: string })
  expect(refusal).toBeInstanceOf(Error)
  expect((refusal as { message: string }).message).toContain(message)
  expect([(refusal as { Code?: string }).Code, (refusal as { name: string }).name]).toContain(code)
  expect((await client.send(new rds.DescribeDBInstancesCommand({}))).DBInstances).toEqual([])
})

test('what is not there is named', async () => {
  const missing = { DBInstanceIdentifier: 'none' }
  for (const command of [
    new rds.DescribeDBInstancesCommand(missing),
    new rds.DeleteDBInstanceCommand({ ...missing, SkipFinalSnapshot: true }),
    new rds.StopDBInstanceCommand(missing),
    new rds.ModifyDBInstanceCommand(missing),
  ]) {
    await expect(client.send(command as rds.StopDBInstanceCommand)).rejects.toMatchObject({
      message: 'DBInstance none not found.',
      $metadata: { httpStatusCode: 404 },
    })
  }
  await expect(
    client.send(new rds.DescribeDBSnapshotsCommand({ DBSnapshotIdentifier: 'none' })),
  ).rejects.toThrow('DBSnapshot not found: none')
  const Filters = [{ Name: 'colour', Values: ['x'] }]
  await expect(client.send(new rds.DescribeDBInstancesCommand({ Filters }))).rejects.toThrow(
    'Unrecognized filter name: colour',
  )
})

describe('subnet groups', () => {
  const create = (DBSubnetGroupName: string, SubnetIds: string[]) =>
    client.send(
      new rds.CreateDBSubnetGroupCommand({ DBSubnetGroupName, DBSubnetGroupDescription: 'd', SubnetIds }),
    )

  test('cover two zones, and are gone when they are deleted', async () => {
    await expect(create('lab', subnetIds.slice(0, 1))).rejects.toMatchObject({
      name: 'DBSubnetGroupDoesNotCoverEnoughAZs',
    })
    await expect(create('lab', ['subnet-none'])).rejects.toMatchObject({ name: 'InvalidSubnet' })
    const { DBSubnetGroup } = await create('Lab', subnetIds)
    expect(DBSubnetGroup).toMatchObject({ DBSubnetGroupName: 'lab', SubnetGroupStatus: 'Complete' })
    expect(DBSubnetGroup?.Subnets).toHaveLength(subnetIds.length)
    await expect(create('lab', subnetIds)).rejects.toThrow("The DB subnet group 'lab' already exists.")
    const lab = { DBSubnetGroupName: 'lab' }
    await client.send(new rds.DeleteDBSubnetGroupCommand(lab))
    await expect(client.send(new rds.DescribeDBSubnetGroupsCommand(lab))).rejects.toThrow(
      "DB subnet group 'lab' does not exist.",
    )
  })
})

describe('parameter groups', () => {
  const DBParameterGroupName = 'tuned'
  const set = (ParameterName: string, ParameterValue: string, ApplyMethod: rds.ApplyMethod = 'immediate') =>
    client.send(
      new rds.ModifyDBParameterGroupCommand({
        DBParameterGroupName,
        Parameters: [{ ParameterName, ParameterValue, ApplyMethod }],
      }),
    )

  test('keep what the server would take, and refuse the rest', async () => {
    await client.send(
      new rds.CreateDBParameterGroupCommand({
        DBParameterGroupName,
        DBParameterGroupFamily: 'mysql8.0',
        Description: 'tuned',
      }),
    )
    await set('max_connections', '50')
    const { Parameters } = await client.send(
      new rds.DescribeDBParametersCommand({ DBParameterGroupName, Source: 'user' }),
    )
    expect(Parameters).toMatchObject([
      { ParameterName: 'max_connections', ParameterValue: '50', ApplyType: 'dynamic' },
    ])
    await expect(set('max_connections', '5; SHUTDOWN')).rejects.toThrow('Invalid parameter value')
    await expect(set('sql_mode', "'; DROP TABLE x")).rejects.toThrow('Invalid parameter value')
    await expect(set('no_such', '1')).rejects.toThrow('Could not find parameter with name: no_such')
    await expect(set('lower_case_table_names', '1')).rejects.toThrow('cannot use immediate apply method')
    await expect(
      client.send(new rds.DeleteDBParameterGroupCommand({ DBParameterGroupName: 'default.mysql8.0' })),
    ).rejects.toMatchObject({ name: 'InvalidDBParameterGroupStateFault' })
  })
})

test('engine versions and classes say what runs', async () => {
  const { DBEngineVersions } = await client.send(
    new rds.DescribeDBEngineVersionsCommand({ Engine: 'mysql', DefaultOnly: true }),
  )
  expect(DBEngineVersions).toMatchObject([
    {
      EngineVersion: '8.0',
      DBParameterGroupFamily: 'mysql8.0',
      DBEngineVersionDescription: "mysql 8.0, run by this machine's MariaDB",
    },
  ])
  const { OrderableDBInstanceOptions } = await client.send(
    new rds.DescribeOrderableDBInstanceOptionsCommand({
      Engine: 'mysql',
      EngineVersion: '8.0',
      DBInstanceClass: 'db.t4g.micro',
    }),
  )
  expect(OrderableDBInstanceOptions).toHaveLength(1)
})
