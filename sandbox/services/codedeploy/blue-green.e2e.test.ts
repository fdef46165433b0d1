import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { CreateDBInstanceCommand, DescribeDBInstancesCommand, RDSClient } from '@aws-sdk/client-rds'
import type { DeploymentInfo, ECSTarget } from '@aws-sdk/client-codedeploy'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningSandbox } from '../../start.ts'
import { newAccount, registerWeb, startTestSandbox, until } from '../ecs/testing/test-lab.ts'
import type { TestAccount, TestLab } from '../ecs/testing/test-lab.ts'
import { appSpec } from './testing/app-spec-text.ts'
import { openBlueGreenLab } from './testing/blue-green-lab.ts'
import { ask, startLoad } from './testing/load.ts'

const run = promisify(execFile)
const CANARY = 'CodeDeployDefault.ECSCanary10Percent5Minutes'
const SCALE = 30
const PATIENCE_MS = 120_000

let home: string
let sandbox: RunningSandbox
beforeAll(async () => {
  home = mkdtempSync(path.join(tmpdir(), 'blue-green-'))
  sandbox = await startTestSandbox({ dataDir: home })
})
afterAll(async () => {
  await sandbox.close()
  rmSync(home, { recursive: true, force: true })
})

test(
  'by the aws command line: the uploads app moves from v1 to v2 and loses no request; an alarm rolls v3 back',
  { timeout: 400_000 },
  async () => {
    const account = newAccount(sandbox, SCALE)
    const image = (version: string) => `public.ecr.aws/slipway/uploads:${version}`
    let environment: { name: string; value: string }[] = []
    const lab = await openBlueGreenLab(
      account,
      {
        alarmConfiguration: { enabled: true, alarms: [{ name: 'errors' }] },
        autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_STOP_ON_ALARM'] },
        blueGreenDeploymentConfiguration: {
          terminateBlueInstancesOnDeploymentSuccess: { action: 'TERMINATE', terminationWaitTimeInMinutes: 1 },
          deploymentReadyOption: { actionOnTimeout: 'CONTINUE_DEPLOYMENT' },
        },
      },
      {
        healthCheckPath: '/health/ready',
        register: async own => {
          environment = await openDatabase(account, own)
          return registerWeb(own, { image: image('1'), container: { environment } })
        },
      },
    )
    const aws = (...words: string[]) => commandLine(account, words)
    const version2 = await registerWeb(lab, { image: image('2'), container: { environment } })
    const version3 = await registerWeb(lab, { image: image('3-errors'), container: { environment } })
    const group = ['--application-name', 'web', '--deployment-group-name', 'web']
    const start = async (taskDefinition: string) => {
      const revision = {
        ...{ revisionType: 'AppSpecContent', appSpecContent: { content: appSpec(taskDefinition) } },
      }
      const words = ['deploy', 'create-deployment', ...group, '--deployment-config-name', CANARY]
      const answer = await aws(...words, '--revision', JSON.stringify(revision))
      return (JSON.parse(answer) as { deploymentId: string }).deploymentId
    }
    const target = async (id: string) => {
      const words = ['deploy', 'get-deployment-target', '--deployment-id', id, '--target-id', 'lab:web']
      const answer = JSON.parse(await aws(...words)) as { deploymentTarget: { ecsTarget: ECSTarget } }
      return answer.deploymentTarget.ecsTarget
    }

    const load = startLoad(sandbox.endpoint, lab.dnsName, '/api/users')
    const first = await start(version2)
    await until(
      () => ask(sandbox.endpoint, `${lab.dnsName}:9000`, '/api/users'),
      ({ version }) => version === '2',
      PATIENCE_MS,
    )
    const isGreen = ({ version }: { version: string }) => version === '2'
    const answers = (isEnough: () => boolean) =>
      until(() => Promise.resolve(isEnough()), Boolean, PATIENCE_MS)
    await answers(() => load.answers.some(isGreen))
    // As slow as on AWS, so that the canary outlasts its requests on a busy machine too.
    sandbox.sandbox.clock.setScale(account.accountId, 1)
    const [from, count] = [load.answers.length, 300]
    await answers(() => load.answers.length > from + count)
    sandbox.sandbox.clock.setScale(account.accountId, SCALE)
    await aws('deploy', 'wait', 'deployment-successful', '--deployment-id', first)
    await load.stop()
    expect(load.failures).toEqual([])
    expect(load.answers.filter(({ status }) => status !== 200)).toEqual([])
    expect(load.answers.at(-1)?.version).toBe('2')
    const share = load.answers.slice(from, from + count).filter(isGreen).length / count
    expect(Math.abs(share - 0.1)).toBeLessThan(0.03)
    const { lifecycleEvents, taskSetsInfo } = await target(first)
    expect(lifecycleEvents?.map(({ status }) => status)).toEqual(Array(8).fill('Succeeded'))
    expect(taskSetsInfo).toMatchObject([{ taskSetLabel: 'Green', status: 'PRIMARY', trafficWeight: 100 }])

    const balancer = lab.listeners[0]?.replace(/^.*:listener\/(.*)\/[^/]+$/, '$1') ?? ''
    await aws(
      ...['cloudwatch', 'put-metric-alarm', '--alarm-name', 'errors', '--namespace', 'AWS/ApplicationELB'],
      ...[
        '--metric-name',
        'HTTPCode_Target_5XX_Count',
        '--dimensions',
        `Name=LoadBalancer,Value=${balancer}`,
      ],
      ...['--statistic', 'Sum', '--period', '60', '--evaluation-periods', '1', '--threshold', '0'],
      ...['--comparison-operator', 'GreaterThanThreshold', '--treat-missing-data', 'notBreaching'],
    )
    const more = startLoad(sandbox.endpoint, lab.dnsName, '/api/users')
    const second = await start(version3)
    await expect(aws('deploy', 'wait', 'deployment-successful', '--deployment-id', second)).rejects.toThrow(
      /Waiter DeploymentSuccessful failed/,
    )
    await more.stop()
    const { errorInformation, rollbackInfo } = await deployment(aws, second)
    expect(errorInformation).toMatchObject({
      code: 'ALARM_ACTIVE',
      message: expect.stringMatching(/Activated alarms: errors$/) as string,
    })
    const rollback = rollbackInfo?.rollbackDeploymentId ?? ''
    await aws('deploy', 'wait', 'deployment-successful', '--deployment-id', rollback)
    // Nothing but the canary ever came to production.
    const bad = more.answers.filter(({ version }) => version === '3-errors')
    expect(bad.length / more.answers.length).toBeLessThan(0.13)
    expect((await ask(sandbox.endpoint, lab.dnsName, '/api/users')).version).toBe('2')
    const { lifecycleEvents: stopped } = await target(second)
    expect(stopped?.slice(-2).map(({ status }) => status)).toEqual(['Failed', 'Skipped'])
    expect((await target(rollback)).taskSetsInfo).toMatchObject([{ trafficWeight: 100 }])
  },
)

async function deployment(aws: (...words: string[]) => Promise<string>, id: string): Promise<DeploymentInfo> {
  const answer = await aws('deploy', 'get-deployment', '--deployment-id', id)
  return (JSON.parse(answer) as { deploymentInfo: DeploymentInfo }).deploymentInfo
}

async function commandLine(account: TestAccount, words: string[]): Promise<string> {
  const env = {
    ...process.env,
    AWS_ENDPOINT_URL: account.endpoint,
    AWS_ACCESS_KEY_ID: account.accessKeyId,
    AWS_SECRET_ACCESS_KEY: account.secretAccessKey,
    AWS_DEFAULT_REGION: 'eu-west-1',
  }
  return (await run('aws', [...words, '--output', 'json'], { env })).stdout
}

/** A real MariaDB; answers what the app is told of it. */
async function openDatabase(account: TestAccount, lab: TestLab) {
  const { endpoint, accessKeyId, secretAccessKey } = account
  const rds = new RDSClient({
    ...{ endpoint, region: 'eu-west-1', credentials: { accessKeyId, secretAccessKey } },
  })
  const DBInstanceIdentifier = 'uploads'
  await rds.send(
    new CreateDBInstanceCommand({
      ...{ DBInstanceIdentifier, DBInstanceClass: 'db.t4g.micro', Engine: 'mariadb', AllocatedStorage: 20 },
      ...{ MasterUsername: 'admin', MasterUserPassword: 'not-a-secret', DBName: 'uploads' },
      VpcSecurityGroupIds: [lab.securityGroup],
    }),
  )
  const { DBInstances } = await until(
    () => rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier })),
    answer => answer.DBInstances?.[0]?.DBInstanceStatus === 'available',
    PATIENCE_MS,
  )
  const { Address = '', Port } = DBInstances?.[0]?.Endpoint ?? {}
  return Object.entries({
    ...{ DB_HOST: Address, DB_PORT: String(Port), DB_NAME: 'uploads' },
    ...{ DB_USER: 'admin', DB_PASSWORD: 'not-a-secret' },
  }).map(([name, value]) => ({ name, value }))
}
