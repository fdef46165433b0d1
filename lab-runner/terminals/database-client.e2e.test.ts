import { spawn } from 'node:child_process'
import { createServer, type AddressInfo } from 'node:net'
import {
  AuthorizeSecurityGroupIngressCommand,
  DescribeSecurityGroupsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2'
import { CreateDBInstanceCommand, DescribeDBInstancesCommand, RDSClient } from '@aws-sdk/client-rds'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startSandbox, type RunningSandbox } from '../../sandbox/start.ts'
import { findProgram } from '../../scripts/setup/programs.ts'
import { shellEnvironment } from './environment.ts'

const possible = findProgram('mariadbd', 'mysqld') !== null && findProgram('mysql', 'mariadb') !== null
const PATIENCE = { timeout: 90_000, interval: 100 }
const REGION = 'eu-west-1'
const PASSWORD = 'correct-horse-1'

let sandbox: RunningSandbox
let environment: Record<string, string>
let endpoint: string
let openDoor: () => Promise<unknown>

beforeAll(async () => {
  if (!possible) return
  sandbox = await startSandbox({ dataDir: ':memory:', runtime: 'process', logLevel: 'silent' })
  const account = sandbox.createAccount()
  sandbox.sandbox.clock.setScale(account.accountId, 100)
  const config = { endpoint: sandbox.endpoint, region: REGION, credentials: account }
  const [rds, ec2] = [new RDSClient(config), new EC2Client(config)]
  const DBInstanceIdentifier = 'shop'
  await rds.send(
    new CreateDBInstanceCommand({
      ...{ DBInstanceIdentifier, DBInstanceClass: 'db.t4g.micro', Engine: 'mariadb', AllocatedStorage: 20 },
      ...{ MasterUsername: 'admin', MasterUserPassword: PASSWORD, DBName: 'shop', PubliclyAccessible: true },
    }),
  )
  const describe = () => rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier }))
  const status = async () => (await describe()).DBInstances?.[0]?.DBInstanceStatus
  await vi.waitFor(async () => expect(await status()).toBe('available'), PATIENCE)
  endpoint = (await describe()).DBInstances?.[0]?.Endpoint?.Address ?? ''
  openDoor = async () => {
    const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand({}))
    const from = { IpProtocol: 'tcp', FromPort: 3306, ToPort: 3306, IpRanges: [{ CidrIp: '127.0.0.1/32' }] }
    const GroupId = SecurityGroups?.[0]?.GroupId
    return ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: [from] }))
  }
  environment = shellEnvironment({
    ...{ endpoint: sandbox.endpoint, httpProxy: sandbox.endpoint, region: REGION },
    ...{ accountId: account.accountId, credentials: account },
  })
}, 120_000)
afterAll(() => sandbox?.close())

test.skipIf(!possible && process.env.CI !== 'true')(
  'mysql and mariadb reach a database of the practice account by its endpoint name, if AWS would let them',
  async () => {
    const statement = `-uadmin '-p${PASSWORD}' -N -e 'select 6 * 7, database()' shop`
    const refused = await run(`mysql -h ${endpoint} ${statement}`)
    expect(refused).toMatchObject({ code: 1, out: '' })
    expect(refused.err).toContain(
      `AWS would not let your machine in to ${endpoint}, nor does the practice account`,
    )

    await openDoor()
    const said = `${endpoint} is in the practice account, and runs on this machine.\n`
    for (const client of [
      `mysql -h ${endpoint}`,
      `mysql --host=${endpoint} -P 3306`,
      `mariadb -h${endpoint}`,
    ]) {
      expect(await run(`${client} ${statement}`), client).toEqual({ code: 0, out: '42\tshop\n', err: said })
    }
    const wrong = await run(`mysql -h ${endpoint} -uadmin -pwrong -e 'select 1'`)
    expect(wrong.code).toBe(1)
    expect(wrong.err).toContain('Access denied')
    expect((await run(`mysql -h ${endpoint} -P 3307 ${statement}`)).err).toBe(
      `Nothing listens on port 3307 of ${endpoint}: the database's port is 3306.\n`,
    )
    expect((await run(`mysql -h ${endpoint.replace('shop', 'none')} ${statement}`)).err).toContain(
      'The practice account knows no database',
    )
  },
)

test.skipIf(!possible && process.env.CI !== 'true')(
  "any other host is the machine's own client's affair",
  async () => {
    const server = createServer(socket => socket.destroy())
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const lost = await run(`mysql --protocol=TCP -h 127.0.0.1 -P ${port} -e 'select 1'`)
    server.close()
    expect(lost.code).toBe(1)
    expect(lost.err).toMatch(/^ERROR 2013/)
    expect(await run('mysql --version')).toMatchObject({ code: 0, err: '' })
  },
)

/** Runs a line in a shell with a lab's environment. */
function run(line: string): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((resolve, reject) => {
    const shell = spawn('/bin/sh', ['-c', line], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
    const said = { out: '', err: '' }
    shell.stdout.setEncoding('utf8').on('data', (part: string) => (said.out += part))
    shell.stderr.setEncoding('utf8').on('data', (part: string) => (said.err += part))
    shell.once('error', reject)
    shell.once('close', code => resolve({ code, ...said }))
  })
}
