import { execFile, spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { CreateFunctionCommand, LambdaClient, waitUntilFunctionActiveV2 } from '@aws-sdk/client-lambda'
import { CreateRoleCommand } from '@aws-sdk/client-iam'
import { zipSync } from 'fflate'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { newerCommands } from '../../../../lab-runner/terminals/newer-commands.ts'
import type { RunningSandbox } from '../../../start.ts'
import { get, startLoad } from '../testing/load.ts'
import { newestDeployment, openStrategyLab } from '../testing/strategy-lab.ts'
import type { StrategyLab } from '../testing/strategy-lab.ts'
import {
  describeService,
  isStable,
  newAccount,
  registerWeb,
  startTestSandbox,
  until,
} from '../testing/test-lab.ts'
import type { TestAccount } from '../testing/test-lab.ts'

const run = promisify(execFile)
const withoutAws = spawnSync('aws', ['--version']).status !== 0 && process.env['CI'] !== 'true'

let sandbox: RunningSandbox
beforeAll(async () => {
  sandbox = await startTestSandbox()
})
afterAll(() => sandbox.close())

function commandLine(account: TestAccount, models: Record<string, string>) {
  const env = {
    ...process.env,
    ...models,
    AWS_ACCESS_KEY_ID: account.accessKeyId,
    AWS_SECRET_ACCESS_KEY: account.secretAccessKey,
    AWS_DEFAULT_REGION: 'eu-west-1',
  }
  // Command lines before 2.13 know no AWS_ENDPOINT_URL.
  const options = ['--endpoint-url', sandbox.endpoint, '--output', 'json']
  return async (...words: string[]) => (await run('aws', [...words, ...options], { env })).stdout
}

/** A function that lets each deployment go on. */
async function createHook(account: TestAccount, { clients: { iam } }: StrategyLab): Promise<string> {
  const { accessKeyId, secretAccessKey, endpoint } = account
  const lambda = new LambdaClient({
    ...{ endpoint, region: 'eu-west-1', credentials: { accessKeyId, secretAccessKey } },
  })
  const trust = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } },
    ],
  }
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName: 'hook', AssumeRolePolicyDocument: JSON.stringify(trust) }),
  )
  const code = "export const handler = async () => ({ hookStatus: 'SUCCEEDED' })"
  const { FunctionArn = '' } = await lambda.send(
    new CreateFunctionCommand({
      ...{ FunctionName: 'check', Runtime: 'nodejs22.x', Handler: 'index.handler', Role: Role?.Arn },
      Code: { ZipFile: zipSync({ 'index.mjs': Buffer.from(code) }) },
    }),
  )
  await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 30, minDelay: 1 }, { FunctionName: 'check' })
  return FunctionArn
}

test.skipIf(withoutAws)(
  'the aws command line moves a service over from CodeDeploy by a canary, then approves a blue/green deployment; not one request is lost',
  { timeout: 120_000 },
  async () => {
    const account = newAccount(sandbox, 100)
    const lab = await openStrategyLab(account, { deploymentController: { type: 'CODE_DEPLOY' } })
    const folder = await mkdtemp(join(tmpdir(), 'slipway-models-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const aws = commandLine(account, await newerCommands('ecs continue-service-deployment', folder))
    await until(
      () => describeService(lab),
      ({ taskSets }) => taskSets?.[0]?.stabilityStatus === 'STEADY_STATE',
    )
    const hookTargetArn = await createHook(account, lab)
    const version2 = await registerWeb(lab, { image: 'public.ecr.aws/slipway/web:2' })
    const load = startLoad(sandbox.endpoint, lab.dnsName)
    const update = (taskDefinition: string, configuration: object, ...words: string[]) =>
      aws(
        ...[
          'ecs',
          'update-service',
          '--cluster',
          'lab',
          '--service',
          'web',
          '--task-definition',
          taskDefinition,
        ],
        ...['--deployment-configuration', JSON.stringify(configuration)],
        ...['--load-balancers', JSON.stringify([lab.loadBalancer])],
        ...words,
      )
    const canary = {
      ...{ strategy: 'CANARY', bakeTimeInMinutes: 1 },
      canaryConfiguration: { canaryPercent: 20, canaryBakeTimeInMinutes: 2 },
    }
    await update(version2, canary, '--deployment-controller', 'type=ECS')
    await aws('ecs', 'wait', 'services-stable', '--cluster', 'lab', '--services', 'web')
    const moved = await describeService(lab)
    expect(moved).toMatchObject({ deploymentController: { type: 'ECS' }, taskDefinition: version2 })
    expect(moved.taskSets ?? []).toEqual([])
    expect(await newestDeployment(lab)).toMatchObject({ status: 'SUCCESSFUL' })

    const version1 = await registerWeb(lab)
    const { infrastructureRoleArn: roleArn } = lab
    await update(version1, {
      ...{ strategy: 'BLUE_GREEN', bakeTimeInMinutes: 1 },
      lifecycleHooks: [
        { targetType: 'AWS_LAMBDA', hookTargetArn, roleArn, lifecycleStages: ['POST_SCALE_UP'] },
        { targetType: 'PAUSE', lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'] },
      ],
    })
    const paused = await until(
      () => newestDeployment(lab),
      ({ lifecycleHookDetails }) => lifecycleHookDetails?.[0]?.status === 'AWAITING_ACTION',
    )
    expect(paused).toMatchObject({
      lifecycleStage: 'POST_TEST_TRAFFIC_SHIFT',
      targetServiceRevision: { requestedTestTrafficWeight: 100, requestedProductionTrafficWeight: 0 },
    })
    const page = (port: string) => get(sandbox.endpoint, `http://${lab.dnsName}${port}/version`)
    expect([await page(''), await page(':9000')]).toEqual([
      expect.stringContaining('"version":"2"'),
      expect.stringContaining('"version":"1"'),
    ])
    const [hook] = paused.lifecycleHookDetails ?? []
    await aws(
      ...['ecs', 'continue-service-deployment', '--action', 'CONTINUE', '--hook-id', hook?.hookId ?? ''],
      ...['--service-deployment-arn', paused.serviceDeploymentArn ?? ''],
    )
    await until(() => describeService(lab), isStable)
    const { answers, failures } = await load.stop()
    expect(failures).toEqual([])
    expect(answers.length).toBeGreaterThan(100)
    const versions = answers.map(answer => /"version":"(\d)"/.exec(answer)?.[1]).join('')
    expect(versions).toMatch(/^1+[12]*2+1+$/)
  },
)
