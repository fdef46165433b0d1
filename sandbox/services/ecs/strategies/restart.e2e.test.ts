import { ContinueServiceDeploymentCommand } from '@aws-sdk/client-ecs'
import { afterEach, expect, test } from 'vitest'
import { ServerProcess } from '../../../testing/server-process.ts'
import { deployBy, newestDeployment, openStrategyLab } from '../testing/strategy-lab.ts'
import { clientsOf, describeService, isStable, registerWeb, until } from '../testing/test-lab.ts'

let server: ServerProcess
afterEach(() => server.close())

/** In order. A stage that was over before it was seen counts as reached: the kill falls into the next. */
const STAGES: (string | undefined)[] = [
  'SCALE_UP',
  'POST_SCALE_UP',
  'POST_TEST_TRAFFIC_SHIFT',
  'PRODUCTION_TRAFFIC_SHIFT',
  'POST_PRODUCTION_TRAFFIC_SHIFT',
  'BAKE_TIME',
  'CLEAN_UP',
]

test('killed with -9 in each stage, a canary goes on to its end', { timeout: 180_000 }, async () => {
  server = new ServerProcess()
  await server.start()
  const account = await server.newAccount(100)
  let lab = await openStrategyLab(account)
  await until(() => describeService(lab), isStable)
  const version2 = await registerWeb(lab, { image: 'public.ecr.aws/slipway/web:2' })
  const paused = ['POST_SCALE_UP', 'POST_TEST_TRAFFIC_SHIFT', 'POST_PRODUCTION_TRAFFIC_SHIFT'] as const
  await deployBy(lab, version2, {
    ...{ strategy: 'CANARY', bakeTimeInMinutes: 5, canaryConfiguration: { canaryBakeTimeInMinutes: 5 } },
    lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages: [...paused] }],
  })
  for (const [index] of STAGES.entries()) {
    await until(
      () => newestDeployment(lab),
      ({ lifecycleStage }) => STAGES.indexOf(lifecycleStage) >= index,
    )
    await server.end('SIGKILL')
    await server.start()
    lab = { ...lab, clients: clientsOf(server.endpoint, account) }
    const { lifecycleHookDetails, serviceDeploymentArn } = await newestDeployment(lab)
    const hook = lifecycleHookDetails?.find(({ status }) => status === 'AWAITING_ACTION')
    if (hook) {
      await lab.clients.ecs.send(
        new ContinueServiceDeploymentCommand({ serviceDeploymentArn, hookId: hook.hookId }),
      )
    }
  }
  const service = await until(() => describeService(lab), isStable)
  expect(service).toMatchObject({ taskDefinition: version2, runningCount: 2 })
  expect(await newestDeployment(lab)).toMatchObject({ status: 'SUCCESSFUL' })
  await until(
    () => Promise.resolve(server.tasks()),
    pids => pids.length === 2,
  )

  // Killed in the middle of its rollback, it has gone back.
  const version1 = await registerWeb(lab)
  await deployBy(lab, version1, {
    ...{ strategy: 'BLUE_GREEN', bakeTimeInMinutes: 10 },
    lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages: ['POST_PRODUCTION_TRAFFIC_SHIFT'] }],
  })
  const { lifecycleHookDetails, serviceDeploymentArn } = await until(
    () => newestDeployment(lab),
    deployment => deployment.lifecycleHookDetails?.[0]?.status === 'AWAITING_ACTION',
  )
  const hookId = lifecycleHookDetails?.[0]?.hookId
  await lab.clients.ecs.send(
    new ContinueServiceDeploymentCommand({ serviceDeploymentArn, hookId, action: 'ROLLBACK' }),
  )
  await server.end('SIGKILL')
  await server.start()
  lab = { ...lab, clients: clientsOf(server.endpoint, account) }
  await until(
    () => newestDeployment(lab),
    ({ status }) => status === 'ROLLBACK_SUCCESSFUL',
  )
  expect(await until(() => describeService(lab), isStable)).toMatchObject({ taskDefinition: version2 })
})
