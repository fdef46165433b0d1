import type { DeploymentLifecycleHook, DeploymentLifecycleHookStage } from '@aws-sdk/client-ecs'
import { expect, test } from 'vitest'
import { deleteRolePolicy } from '../../iam/operations/delete-role-policy.ts'
import { continueServiceDeployment } from '../operations/continue-service-deployment.ts'
import { FakeStrategies } from '../testing/fake-strategies.ts'

const HOOK = 'arn:aws:lambda:eu-west-1:111122223333:function:check'

/** An account whose hooks' function answers one after the other of these, and what it was told. */
async function withAnswers(...answers: object[]) {
  const account = new FakeStrategies()
  await account.open()
  const told: Record<string, any>[] = []
  account.invokeFunction = (_arn, payload) => {
    told.push(JSON.parse(payload))
    const answer = answers.length > 1 ? answers.shift() : answers[0]
    return Promise.resolve({ payload: JSON.stringify(answer), failed: false })
  }
  return { account, told }
}

const lambdaHook = (
  account: FakeStrategies,
  lifecycleStages: DeploymentLifecycleHookStage[],
  more: Partial<DeploymentLifecycleHook> = {},
): DeploymentLifecycleHook => ({
  ...{ targetType: 'AWS_LAMBDA', hookTargetArn: HOOK, roleArn: account.roleArn, lifecycleStages },
  ...more,
})

const pauseAt = (
  stage: DeploymentLifecycleHookStage,
  timeoutConfiguration?: DeploymentLifecycleHook['timeoutConfiguration'],
): DeploymentLifecycleHook => ({
  ...{ targetType: 'PAUSE', lifecycleStages: [stage] },
  ...(timeoutConfiguration && { timeoutConfiguration }),
})

test('a function is called in each of its stages, told of the weights, and in each step of a canary', async () => {
  const { account, told } = await withAnswers({ hookStatus: 'SUCCEEDED' })
  const stages: DeploymentLifecycleHookStage[] = [
    'PRE_SCALE_UP',
    'POST_SCALE_UP',
    'TEST_TRAFFIC_SHIFT',
    'POST_TEST_TRAFFIC_SHIFT',
    'PRE_PRODUCTION_TRAFFIC_SHIFT',
    'PRODUCTION_TRAFFIC_SHIFT',
    'POST_PRODUCTION_TRAFFIC_SHIFT',
  ]
  const hook = lambdaHook(account, stages, { hookDetails: { bucket: 'approvals' } })
  await account.deploy({
    ...{ strategy: 'CANARY', bakeTimeInMinutes: 0, lifecycleHooks: [hook] },
    canaryConfiguration: { canaryBakeTimeInMinutes: 1 },
  })
  const { serviceDeploymentArn, targetServiceRevision, sourceServiceRevisions } = await account.passToEnd()
  const [green = '', blue = ''] = [targetServiceRevision?.arn, sourceServiceRevisions?.[0]?.arn]
  expect(told.map(({ lifecycleStage }) => lifecycleStage)).toEqual([
    ...stages.slice(0, 6),
    ...stages.slice(4),
  ])
  expect(told[0]).toEqual({
    executionId: expect.any(String),
    lifecycleStage: 'PRE_SCALE_UP',
    resourceArn: serviceDeploymentArn,
    executionDetails: {
      serviceArn: account.service.serviceArn,
      targetServiceRevisionArn: green,
      testTrafficWeights: {},
      productionTrafficWeights: {},
    },
    hookDetails: { bucket: 'approvals' },
  })
  expect(told[2]?.executionDetails.testTrafficWeights).toEqual({ [green]: 100, [blue]: 0 })
  expect(
    told.slice(4, 8).map(({ executionDetails }) => executionDetails.productionTrafficWeights[green]),
  ).toEqual([0, 5, 5, 100])
})

test('IN_PROGRESS is asked again after 30 s or its callBackDelay, with the details it gave', async () => {
  const { account, told } = await withAnswers(
    { hookStatus: 'IN_PROGRESS', hookDetails: { tries: 1 } },
    { hookStatus: 'IN_PROGRESS', callBackDelay: 100 },
    { hookStatus: 'SUCCEEDED' },
  )
  await account.deploy({ lifecycleHooks: [lambdaHook(account, ['PRE_SCALE_UP'])] })
  await account.passUntil(() => told.length === 1)
  expect((await account.deployment()).lifecycleHookDetails).toMatchObject([
    { targetType: 'AWS_LAMBDA', targetArn: HOOK, status: 'IN_PROGRESS', timeoutAction: 'ROLLBACK' },
  ])
  const second = await account.passUntil(() => told.length === 2)
  expect(second).toBeGreaterThanOrEqual(29)
  expect(second).toBeLessThanOrEqual(31)
  expect(told[1]?.hookDetails).toEqual({ tries: 1 })
  expect(await account.passUntil(() => told.length === 3)).toBeGreaterThanOrEqual(99)
  expect(await account.passToEnd()).toMatchObject({ status: 'SUCCESSFUL' })
})

test.each([
  [{ hookStatus: 'FAILED' }, `Lifecycle hook target ${HOOK} returned FAILED status.`],
  [{ ok: true }, `ECS was unable to parse the response from ${HOOK} due to HookStatus must not be null`],
  [null, `ECS was unable to parse the response from ${HOOK} due to HookStatus must not be null`],
])('the answer %j rolls back', async (answer, reason) => {
  const { account } = await withAnswers(answer as object)
  await account.deploy({ lifecycleHooks: [lambdaHook(account, ['POST_TEST_TRAFFIC_SHIFT'])] })
  expect(await account.passToEnd()).toMatchObject({
    status: 'ROLLBACK_SUCCESSFUL',
    statusReason: `Service deployment rolled back because POST_TEST_TRAFFIC_SHIFT lifecycle hook(s) failed. ${reason}`,
  })
  expect(account.weight(account.testRule)).toBe(0)
  expect(account.fewest).toBe(2)
})

test('a rollback calls the hooks of the shifts again, and no answer keeps it from its end', async () => {
  const { account, told } = await withAnswers({ hookStatus: 'SUCCEEDED' }, { hookStatus: 'FAILED' })
  await account.deploy({
    strategy: 'CANARY',
    lifecycleHooks: [lambdaHook(account, ['TEST_TRAFFIC_SHIFT', 'PRODUCTION_TRAFFIC_SHIFT'])],
  })
  expect(await account.passToEnd()).toMatchObject({ status: 'ROLLBACK_SUCCESSFUL' })
  expect(told.map(({ lifecycleStage }) => lifecycleStage)).toEqual([
    ...['TEST_TRAFFIC_SHIFT', 'PRODUCTION_TRAFFIC_SHIFT'],
    ...['PRODUCTION_TRAFFIC_SHIFT', 'TEST_TRAFFIC_SHIFT'],
  ])
  const { targetServiceRevisionArn: green, productionTrafficWeights } = told[2]?.executionDetails ?? {}
  expect(productionTrafficWeights[green]).toBe(0)
})

test('Lambda’s refusals: what passes is tried again, what does not rolls back', async () => {
  const { account } = await withAnswers({})
  const errors = ['TooManyRequestsException', 'ResourceNotFoundException']
  account.invokeFunction = () => {
    const error = new Error('Function not found: check')
    error.name = errors.shift() ?? ''
    return Promise.reject(error)
  }
  await account.deploy({ lifecycleHooks: [lambdaHook(account, ['PRE_SCALE_UP'])] })
  const { statusReason } = await account.passToEnd()
  expect(errors).toEqual([])
  expect(statusReason).toBe(
    `Service deployment rolled back because PRE_SCALE_UP lifecycle hook(s) failed. ECS was unable to invoke hook target ${HOOK} due to Function not found: check`,
  )
  await account.call(deleteRolePolicy, { RoleName: 'infrastructure', PolicyName: 'hooks' })
  await account.deploy({ lifecycleHooks: [lambdaHook(account, ['PRE_SCALE_UP'])] }, 'web:3')
  expect((await account.passToEnd()).statusReason).toContain(
    'infrastructure/ECS-Lambda-Execution is not authorized to perform: lambda:InvokeFunction',
  )
  const roleArn = 'arn:aws:iam::111122223333:role/nobody'
  await account.deploy({ lifecycleHooks: [lambdaHook(account, ['PRE_SCALE_UP'], { roleArn })] }, 'web:3')
  expect((await account.passToEnd()).statusReason).toContain(`ECS was unable to assume role ${roleArn}`)
})

test('a pause waits for ContinueServiceDeployment, at each step of a linear deployment', async () => {
  const account = new FakeStrategies()
  await account.open()
  await account.deploy({
    ...{ strategy: 'LINEAR', linearConfiguration: { stepPercent: 50, stepBakeTimeInMinutes: 0 } },
    ...{ bakeTimeInMinutes: 0, lifecycleHooks: [pauseAt('PRE_PRODUCTION_TRAFFIC_SHIFT')] },
  })
  const paused = async () => {
    const deployment = await account.deployment()
    return { deployment, hook: deployment.lifecycleHookDetails?.[0] }
  }
  const answer = async (hookId = '', action?: 'CONTINUE' | 'ROLLBACK') => {
    const { serviceDeploymentArn } = await account.deployment()
    return account.call(continueServiceDeployment, { serviceDeploymentArn, hookId, action })
  }
  for (const weight of [0, 50]) {
    await account.passUntil(async () => (await paused()).hook?.status === 'AWAITING_ACTION')
    await account.pass(60)
    const { hook } = await paused()
    expect(hook).toMatchObject({
      targetType: 'PAUSE',
      hookId: expect.stringMatching(/^ecs-pause-[\w-]{43}$/),
    })
    expect(hook?.expiresAt?.getTime()).toBeGreaterThan(account.clock.now() + 23 * 3_600_000)
    expect(account.weight(account.productionRule)).toBe(weight)
    await answer(hook?.hookId)
    await expect(answer(hook?.hookId)).rejects.toThrow(
      'Provided hookId is either completed, unavailable, or not associated with the given Resource ARN',
    )
  }
  expect(await account.passToEnd()).toMatchObject({ status: 'SUCCESSFUL' })
  await expect(answer('ecs-pause-x')).rejects.toThrow(
    'Continuing a service deployment is not allowed for service deployment in terminal states.',
  )
  await expect(answer('mine')).rejects.toThrow('hookId must follow the format: ecs-{hookType}-{id}')

  await account.deploy(
    { strategy: 'BLUE_GREEN', lifecycleHooks: [pauseAt('POST_TEST_TRAFFIC_SHIFT')] },
    'web:3',
  )
  await account.passUntil(async () => (await paused()).hook !== undefined)
  await answer((await paused()).hook?.hookId, 'ROLLBACK')
  expect(await account.passToEnd()).toMatchObject({ status: 'ROLLBACK_SUCCESSFUL' })
  expect(account.images).toEqual(['web:2', 'web:2'])
})

test('a pause whose time is over rolls back, or goes on where it says so', async () => {
  const account = new FakeStrategies()
  await account.open()
  const timed = (action?: 'CONTINUE') => ({
    lifecycleHooks: [pauseAt('POST_SCALE_UP', { timeoutInMinutes: 2, ...(action && { action }) })],
  })
  await account.deploy(timed())
  expect(await account.passToEnd()).toMatchObject({
    status: 'ROLLBACK_SUCCESSFUL',
    statusReason: 'Service deployment rolled back because POST_SCALE_UP pause hook timed out.',
  })
  await account.deploy(timed('CONTINUE'), 'web:3')
  await account.passToStage('POST_SCALE_UP')
  expect(await account.passToStage('BAKE_TIME')).toBe(120)
})

test('after kill -9 a function that was being called is called again', async () => {
  const { account, told } = await withAnswers({ hookStatus: 'SUCCEEDED' })
  const answer = account.invokeFunction
  account.invokeFunction = () => new Promise(() => undefined)
  await account.deploy({ lifecycleHooks: [lambdaHook(account, ['POST_SCALE_UP'])] })
  await account.passToStage('POST_SCALE_UP')
  await account.pass(60)
  account.invokeFunction = answer
  await account.restart()
  expect(await account.passToEnd()).toMatchObject({ status: 'SUCCESSFUL' })
  expect(told).toHaveLength(1)
})
