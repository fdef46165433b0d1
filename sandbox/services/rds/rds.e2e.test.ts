import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { CreateSecurityGroupCommand, DescribeNetworkInterfacesCommand, EC2Client } from '@aws-sdk/client-ec2'
import * as rds from '@aws-sdk/client-rds'
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AccountKey } from '../../gateway/accounts.ts'
import { type RunningSandbox, startSandbox } from '../../start.ts'
import { ServerProcess } from '../../testing/server-process.ts'
import { execute } from './server/client.ts'
import { databasesFolder } from './server/folders.ts'
import { runningServer } from './server/process.ts'
import { serverProgram } from './server/program.ts'

/* Real database servers: what was written is there after a stop, a snapshot, a kill -9. */

function hasServer(): boolean {
  try {
    return Boolean(serverProgram())
  } catch {
    return false
  }
}
const PATIENCE = { timeout: 60_000, interval: 50 }
const WHOLE = {
  DBInstanceIdentifier: 'lab',
  DBInstanceClass: 'db.t4g.micro',
  Engine: 'mysql',
  AllocatedStorage: 20,
  MasterUsername: 'admin',
  DBName: 'uploads',
}

let home: string
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'rds-'))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

const configOf = (endpoint: string, credentials: AccountKey) => ({
  endpoint,
  region: 'eu-west-1',
  credentials,
  maxAttempts: 1,
})

const statusOf = async (client: rds.RDSClient, DBInstanceIdentifier: string) =>
  client.send(new rds.DescribeDBInstancesCommand({ DBInstanceIdentifier })).then(
    ({ DBInstances }) => DBInstances?.[0]?.DBInstanceStatus,
    (error: unknown) => (error as Error).name,
  )
const reach = (client: rds.RDSClient, id: string, status: string) =>
  expect.poll(() => statusOf(client, id), PATIENCE).toBe(status)

/** The servers that run over data of this folder. */
function serversIn(dataDir: string, accountId: string) {
  const folder = path.join(databasesFolder(dataDir), accountId)
  return existsSync(folder)
    ? readdirSync(folder).flatMap(name => runningServer(path.join(folder, name)) ?? [])
    : []
}

describe.skipIf(!hasServer() && process.env['CI'] !== 'true')('a real database', () => {
  test('lives with its password in Secrets Manager, stops, starts, is copied, and goes', async () => {
    const running: RunningSandbox = await startSandbox({
      dataDir: home,
      runtime: 'process',
      logLevel: 'silent',
    })
    try {
      const account = running.createAccount()
      const config = configOf(running.endpoint, account)
      const client = new rds.RDSClient(config)
      const ec2 = new EC2Client(config)
      const { GroupId = '' } = await ec2.send(
        new CreateSecurityGroupCommand({ GroupName: 'db', Description: 'db' }),
      )
      await client.send(
        new rds.CreateDBInstanceCommand({
          ...WHOLE,
          ManageMasterUserPassword: true,
          VpcSecurityGroupIds: [GroupId],
        }),
      )
      await reach(client, 'lab', 'available')
      const { DBInstances = [] } = await client.send(new rds.DescribeDBInstancesCommand({}))
      const name = DBInstances[0]?.Endpoint?.Address ?? ''
      expect(name).toMatch(/^lab\.[a-z0-9]{12}\.eu-west-1\.rds\.amazonaws\.com$/)
      expect(DBInstances[0]?.EngineVersion).toMatch(/^\d+\.\d+\.\d+-MariaDB$/)

      // Its name stands for an address in a subnet, under its security group, behind which the server really listens.
      const place = { accountId: account.accountId, region: 'eu-west-1' }
      const { addresses } = running.sandbox
      const ip = addresses.lookupName({ ...place, name }) ?? ''
      const { NetworkInterfaces } = await ec2.send(
        new DescribeNetworkInterfacesCommand({ Filters: [{ Name: 'private-ip-address', Values: [ip] }] }),
      )
      expect(NetworkInterfaces).toMatchObject([
        { Description: 'RDSNetworkInterface', Groups: [{ GroupId }], RequesterManaged: true },
      ])
      const portOf = () => addresses.lookup({ ...place, ip, port: 3306 })?.port ?? 0

      // Who brings the learner's own client to it may ask where that is, and whether AWS would let it in.
      const headers = { authorization: `Bearer ${running.adminToken}` }
      const state = `${running.endpoint}/_sandbox/accounts/${account.accountId}`
      const known = (await (await fetch(`${state}/databases`, { headers })).json()) as object
      const real = { host: '127.0.0.1', port: portOf() }
      expect(known).toEqual({
        databases: [{ id: 'lab', region: 'eu-west-1', name, port: 3306, real, open: false }],
      })

      const SecretId = DBInstances[0]?.MasterUserSecret?.SecretArn ?? ''
      expect(SecretId).toContain(':secret:rds!db-')
      const { SecretString = '{}' } = await new SecretsManagerClient(config).send(
        new GetSecretValueCommand({ SecretId }),
      )
      const { username, password } = JSON.parse(SecretString) as Record<'username' | 'password', string>
      const sql = (statements: string[], secret = password, port = portOf()) =>
        execute({ port, user: username, password: secret }, statements)
      await sql(['CREATE TABLE uploads.files (id INT PRIMARY KEY)', 'INSERT INTO uploads.files VALUES (1)'])
      // Beyond the database itself its master may nothing.
      await expect(sql(["SELECT 1 INTO OUTFILE '/tmp/x'"])).rejects.toThrow('Access denied')
      await expect(sql(['DO 1'], 'wrong')).rejects.toThrow('Access denied')
      const twice = ['INSERT INTO uploads.files VALUES (1)']

      const snapshot = { DBSnapshotIdentifier: 'before', DBInstanceIdentifier: 'lab' }
      await client.send(new rds.CreateDBSnapshotCommand(snapshot))
      await reach(client, 'lab', 'available')
      await sql(['INSERT INTO uploads.files VALUES (2)'])

      await client.send(new rds.StopDBInstanceCommand({ DBInstanceIdentifier: 'lab' }))
      await reach(client, 'lab', 'stopped')
      expect(portOf()).toBe(0)
      expect(serversIn(home, account.accountId)).toEqual([])
      await client.send(new rds.StartDBInstanceCommand({ DBInstanceIdentifier: 'lab' }))
      await reach(client, 'lab', 'available')
      await expect(sql(twice)).rejects.toThrow('Duplicate entry')

      // A server that dies is started again.
      const [server] = serversIn(home, account.accountId)
      process.kill(server?.pid ?? 0, 'SIGKILL')
      await expect.poll(() => serversIn(home, account.accountId).length, PATIENCE).toBe(1)
      await expect
        .poll(() => sql(twice).catch((error: Error) => error.message), PATIENCE)
        .toContain('Duplicate')

      await client.send(
        new rds.RestoreDBInstanceFromDBSnapshotCommand({
          DBInstanceIdentifier: 'copy',
          DBSnapshotIdentifier: 'before',
        }),
      )
      await reach(client, 'copy', 'available')
      const copy = addresses.lookupName({ ...place, name: name.replace('lab.', 'copy.') }) ?? ''
      const copyPort = addresses.lookup({ ...place, ip: copy, port: 3306 })?.port
      // It has the row from before the snapshot, and lacks the one from after it.
      await expect(sql(twice, password, copyPort)).rejects.toThrow('Duplicate entry')
      await sql(['INSERT INTO uploads.files VALUES (2)'], password, copyPort)

      await client.send(
        new rds.ModifyDBInstanceCommand({ DBInstanceIdentifier: 'copy', MasterUserPassword: 'another-one' }),
      )
      await reach(client, 'copy', 'available')
      await sql(['DO 1'], 'another-one', copyPort)

      await expect(
        client.send(new rds.DeleteDBInstanceCommand({ DBInstanceIdentifier: 'lab' })),
      ).rejects.toThrow('FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.')
      await client.send(
        new rds.DeleteDBInstanceCommand({ DBInstanceIdentifier: 'lab', FinalDBSnapshotIdentifier: 'last' }),
      )
      await reach(client, 'lab', 'DBInstanceNotFoundFault')
      await expect(
        new SecretsManagerClient(config).send(new GetSecretValueCommand({ SecretId })),
      ).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
      const { DBSnapshots } = await client.send(
        new rds.DescribeDBSnapshotsCommand({ DBSnapshotIdentifier: 'last' }),
      )
      expect(DBSnapshots?.[0]?.Status).toBe('available')
      const { Events = [] } = await client.send(
        new rds.DescribeEventsCommand({ SourceType: 'db-instance', SourceIdentifier: 'lab' }),
      )
      expect(Events.map(({ Message }) => Message)).toEqual(
        expect.arrayContaining(['DB instance created', 'DB instance stopped', 'DB instance deleted']),
      )

      // A reset leaves neither servers nor files; a snapshot of the account brings them back.
      const body = await (await fetch(`${state}/snapshot`, { headers })).text()
      await fetch(`${state}/reset`, { method: 'POST', headers })
      expect(serversIn(home, account.accountId)).toEqual([])
      expect(existsSync(path.join(databasesFolder(home), account.accountId))).toBe(false)
      const restored = await fetch(`${state}/snapshot`, { method: 'PUT', headers, body })
      expect(restored.status, await restored.text()).toBe(200)
      const restoredPort = () => addresses.lookup({ ...place, ip: copy, port: 3306 })?.port ?? 0
      const tryTwice = () => sql(twice, 'another-one', restoredPort()).catch((error: Error) => error.message)
      await expect.poll(tryTwice, PATIENCE).toContain('Duplicate entry')
    } finally {
      await running.close()
    }
  }, 180_000)

  test('outlives kill -9 of the practice account, which takes it up again, and ends with it', async () => {
    const running = new ServerProcess()
    const dataDir = path.join(running.home, 'sandbox')
    try {
      await running.start()
      const account = await running.newAccount(1)
      const MasterUserPassword = 'correct-horse'
      const client = new rds.RDSClient(configOf(running.endpoint, account))
      await client.send(new rds.CreateDBInstanceCommand({ ...WHOLE, MasterUserPassword }))
      await reach(client, 'lab', 'available')
      const [server] = serversIn(dataDir, account.accountId)
      // A second one is killed in the middle of being made.
      await client.send(
        new rds.CreateDBInstanceCommand({ ...WHOLE, DBInstanceIdentifier: 'half', MasterUserPassword }),
      )
      await running.end('SIGKILL')
      await execute({ port: server?.port ?? 0, user: 'admin', password: MasterUserPassword }, ['DO 1'])

      await running.start()
      const again = new rds.RDSClient(configOf(running.endpoint, account))
      await reach(again, 'lab', 'available')
      await reach(again, 'half', 'available')
      expect(serversIn(dataDir, account.accountId)).toContainEqual(server)
      expect(serversIn(dataDir, account.accountId)).toHaveLength(2)
      await running.end('SIGTERM')
      expect(serversIn(dataDir, account.accountId)).toEqual([])
    } finally {
      // Run by root, it lies outside a home that the server's user may not enter.
      const databases = databasesFolder(dataDir)
      await running.close()
      rmSync(databases, { recursive: true, force: true })
    }
  }, 180_000)
})
