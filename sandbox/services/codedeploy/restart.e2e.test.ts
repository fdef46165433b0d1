import { writeFileSync } from 'node:fs'
import path from 'node:path'
import {
  ContinueDeploymentCommand,
  CreateDeploymentConfigCommand,
  GetDeploymentTargetCommand,
  StopDeploymentCommand,
} from '@aws-sdk/client-codedeploy'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ServerProcess } from '../../testing/server-process.ts'
import { clientsOf, describeService, registerWeb, until } from '../ecs/testing/test-lab.ts'
import type { TestAccount } from '../ecs/testing/test-lab.ts'
import { appSpec } from './testing/app-spec-text.ts'
import { codedeployClient, deploy, getDeployment, openBlueGreenLab } from './testing/blue-green-lab.ts'
import type { BlueGreenLab } from './testing/blue-green-lab.ts'
import { createHooks } from './testing/hook-function.ts'

let server: ServerProcess
let account: TestAccount
let lab: BlueGreenLab
beforeEach(() => {
  server = new ServerProcess()
})
afterEach(() => server.close())

const HOOKS = [
  'BeforeInstall',
  'AfterInstall',
  'AfterAllowTestTraffic',
  'BeforeAllowTraffic',
  'AfterAllowTraffic',
]
const PATIENCE_MS = 120_000

test(
  'killed with -9 in each stage, with hooks in flight, a deployment carries on to its end, and a rollback too',
  { timeout: 400_000 },
  async () => {
    await server.start()
    account = await server.newAccount(50)
    lab = await openBlueGreenLab(account, {
      blueGreenDeploymentConfiguration: {
        terminateBlueInstancesOnDeploymentSuccess: { action: 'TERMINATE', terminationWaitTimeInMinutes: 2 },
        deploymentReadyOption: { actionOnTimeout: 'STOP_DEPLOYMENT', waitTimeInMinutes: 2880 },
      },
    })
    const goFile = (event: string) => path.join(server.home, `go-${event}`)
    await createHooks(account, Object.fromEntries(HOOKS.map(event => [event, { GO: goFile(event) }])))
    const canary = { type: 'TimeBasedCanary', timeBasedCanary: { canaryPercentage: 10, canaryInterval: 2 } }
    await lab.codedeploy.send(
      new CreateDeploymentConfigCommand({
        ...{ deploymentConfigName: 'canary', computePlatform: 'ECS', trafficRoutingConfig: canary as never },
      }),
    )
    const version2 = await registerWeb(lab, { image: 'public.ecr.aws/slipway/web:2' })
    const hooks = Object.fromEntries(HOOKS.map(event => [event, event]))
    const deploymentId = await deploy(lab, appSpec(version2, hooks), 'canary')
    const reached = (isReached: () => Promise<boolean | undefined>) =>
      until(isReached, answer => answer === true, PATIENCE_MS)
    const inHook = async (event: string) => {
      await reached(async () => (await statusOf(deploymentId, event)) === 'InProgress')
      await killAndStart()
      expect(await statusOf(deploymentId, event)).toBe('InProgress')
      writeFileSync(goFile(event), '')
    }

    await inHook('BeforeInstall')
    await reached(async () => (await statusOf(deploymentId, 'Install')) !== 'Pending')
    await killAndStart()
    await inHook('AfterInstall')
    await inHook('AfterAllowTestTraffic')
    await reached(async () => (await getDeployment(lab, deploymentId)).status === 'Ready')
    await killAndStart()
    await lab.codedeploy.send(new ContinueDeploymentCommand({ deploymentId }))
    await inHook('BeforeAllowTraffic')
    await reached(async () => ((await taskSets(deploymentId)).at(-1)?.trafficWeight ?? 0) > 0)
    await killAndStart()
    await inHook('AfterAllowTraffic')
    await reached(async () => (await getDeployment(lab, deploymentId)).instanceTerminationWaitTimeStarted)
    await killAndStart()
    await hasEnded(deploymentId, 'Succeeded')
    const service = await describeService(lab)
    expect(service).toMatchObject({ taskDefinition: version2, runningCount: 2 })
    expect(service.taskSets).toMatchObject([{ status: 'PRIMARY', externalId: deploymentId }])

    const second = await deploy(lab, appSpec('web:1'))
    await reached(async () => (await getDeployment(lab, second)).status === 'Ready')
    await lab.codedeploy.send(new StopDeploymentCommand({ deploymentId: second, autoRollbackEnabled: true }))
    const { rollbackInfo } = await getDeployment(lab, second)
    await killAndStart()
    await hasEnded(rollbackInfo?.rollbackDeploymentId ?? '', 'Succeeded')
    expect((await describeService(lab)).taskSets).toMatchObject([{ externalId: deploymentId }])
    await until(
      () => Promise.resolve(server.tasks()),
      pids => pids.length === 2,
      PATIENCE_MS,
    )
  },
)

async function killAndStart(): Promise<void> {
  await server.end('SIGKILL')
  await server.start()
  const { endpoint } = server
  lab = { ...lab, clients: clientsOf(endpoint, account), codedeploy: codedeployClient(endpoint, account) }
}

async function target(deploymentId: string) {
  const { deploymentTarget } = await lab.codedeploy.send(
    new GetDeploymentTargetCommand({ deploymentId, targetId: 'lab:web' }),
  )
  return deploymentTarget?.ecsTarget ?? {}
}

async function statusOf(deploymentId: string, name: string) {
  const { lifecycleEvents } = await target(deploymentId)
  return lifecycleEvents?.find(({ lifecycleEventName }) => lifecycleEventName === name)?.status
}

async function taskSets(deploymentId: string) {
  return (await target(deploymentId)).taskSetsInfo ?? []
}

function hasEnded(deploymentId: string, wanted: string) {
  return until(
    () => getDeployment(lab, deploymentId),
    ({ status, completeTime }) => {
      if (completeTime) expect(status).toBe(wanted)
      return completeTime !== undefined
    },
    PATIENCE_MS,
  )
}
