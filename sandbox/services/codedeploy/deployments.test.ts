import type { AutoRollbackEvent } from '@aws-sdk/client-codedeploy'
import { describe, expect, test } from 'vitest'
import { putMetricAlarm } from '../cloudwatch/operations/put-metric-alarm.ts'
import { setAlarmState } from '../cloudwatch/operations/set-alarm-state.ts'
import { updateService } from '../ecs/operations/update-service.ts'
import { detachRolePolicy } from '../iam/operations/detach-role-policy.ts'
import { lambda } from '../lambda/store.ts'
import { createDeployment } from './operations/create-deployment.ts'
import { createDeploymentGroup } from './operations/create-deployment-group.ts'
import { continueDeployment } from './operations/continue-deployment.ts'
import { putLifecycleEventHookExecutionStatus } from './operations/put-lifecycle-event-hook-execution-status.ts'
import { stopDeployment } from './operations/stop-deployment.ts'
import { codedeploy } from './store.ts'
import { appSpec } from './testing/app-spec-text.ts'
import { FakeDeployments } from './testing/fake-deployments.ts'

const LINEAR = 'CodeDeployDefault.ECSLinear10PercentEvery1Minutes'
const CANARY = 'CodeDeployDefault.ECSCanary10Percent5Minutes'
const autoRollback = (...events: AutoRollbackEvent[]) => ({
  autoRollbackConfiguration: { enabled: true, events },
})

/** Takes a deployment to its end; answers its status. */
async function ended(account: FakeDeployments, id: string): Promise<string | undefined> {
  await account.passUntil(async () => (await account.deployment(id)).completeTime !== undefined)
  return (await account.deployment(id)).status
}

const reaches = (account: FakeDeployments, weight: number) =>
  account.passUntil(() => account.weight(0) === weight)

test('a canary moves 10 % at first and all after five minutes; blue ends after the termination wait', async () => {
  const account = new FakeDeployments()
  await account.open()
  const id = await account.deploy({ config: CANARY })
  expect(await account.deployment(id)).toMatchObject({ status: 'Created', creator: 'user' })
  await reaches(account, 10)
  expect(account.weight(1)).toBe(100)
  expect((await account.target(id)).taskSetsInfo).toMatchObject([
    { taskSetLabel: 'Blue', status: 'PRIMARY', trafficWeight: 90, desiredCount: 2, runningCount: 2 },
    { taskSetLabel: 'Green', status: 'ACTIVE', trafficWeight: 10, desiredCount: 2, runningCount: 2 },
  ])
  expect(await reaches(account, 100)).toBe(300)
  await account.passWithDeployments(2)
  expect(await account.deployment(id)).toMatchObject({
    ...{ status: 'InProgress', instanceTerminationWaitTimeStarted: true },
  })
  expect((await account.target(id)).taskSetsInfo).toMatchObject([
    { taskSetLabel: 'Blue', status: 'ACTIVE', trafficWeight: 0 },
    { taskSetLabel: 'Green', status: 'PRIMARY', trafficWeight: 100 },
  ])
  await account.passWithDeployments(290)
  expect(account.service.taskSets).toHaveLength(2)
  expect(await ended(account, id)).toBe('Succeeded')
  expect(account.service.taskSets).toMatchObject([{ status: 'PRIMARY', externalId: id }])
  expect(account.in('RUNNING')).toHaveLength(2)
  const second = await account.deploy()
  expect(await ended(account, second)).toBe('Succeeded')
  expect(account.weight(0)).toBe(0)
})

test('linear moves 10 % a minute', async () => {
  const account = new FakeDeployments()
  await account.open()
  await account.deploy({ config: LINEAR })
  await reaches(account, 10)
  for (let weight = 20; weight <= 100; weight += 10) expect(await reaches(account, weight)).toBe(60)
})

test('without a test listener there are six events', async () => {
  const account = new FakeDeployments()
  await account.open({}, false)
  const id = await account.deploy()
  expect(await ended(account, id)).toBe('Succeeded')
  const names = [
    'BeforeInstall',
    'Install',
    'AfterInstall',
    'BeforeAllowTraffic',
    'AllowTraffic',
    'AfterAllowTraffic',
  ]
  expect(await account.lifecycleEvents(id)).toEqual(names.map(name => `${name}: Succeeded`))
})

describe('a deployment that waits to be continued', () => {
  const ready = { actionOnTimeout: 'STOP_DEPLOYMENT', waitTimeInMinutes: 10 } as const
  const waiting = async () => {
    const account = new FakeDeployments()
    const { blueGreenDeploymentConfiguration } = account.group()
    await account.open({
      blueGreenDeploymentConfiguration: { ...blueGreenDeploymentConfiguration, deploymentReadyOption: ready },
    })
    const deploymentId = await account.deploy()
    await account.passUntil(async () => (await account.deployment(deploymentId)).status === 'Ready')
    return { account, deploymentId }
  }

  test('shows green to the test listener only, and goes on when it is told', async () => {
    const { account, deploymentId } = await waiting()
    expect([account.weight(0), account.weight(1)]).toEqual([0, 100])
    const end = { deploymentId, deploymentWaitType: 'TERMINATION_WAIT' } as const
    await expect(account.call(continueDeployment, end)).rejects.toMatchObject({
      name: 'DeploymentIsNotInReadyStateException',
    })
    await account.call(continueDeployment, { deploymentId })
    await reaches(account, 100)
    await account.passWithDeployments(2)
    await account.call(continueDeployment, end)
    await account.passWithDeployments(60)
    expect((await account.deployment(deploymentId)).status).toBe('Succeeded')
    await expect(account.call(continueDeployment, end)).rejects.toMatchObject({
      name: 'DeploymentAlreadyCompletedException',
    })
  })

  test('stops when nobody does, and does not hinder the next', async () => {
    const { account, deploymentId } = await waiting()
    await account.passWithDeployments(598)
    expect((await account.deployment(deploymentId)).status).toBe('Ready')
    await account.passWithDeployments(5)
    expect((await account.deployment(deploymentId)).status).toBe('Stopped')
    expect(account.service.taskSets).toHaveLength(2)
    const next = await account.deploy()
    await account.passUntil(async () => (await account.deployment(next)).status === 'Ready')
    expect(account.service.taskSets).toMatchObject([{ status: 'PRIMARY' }, { externalId: next }])
  })
})

test('an alarm stops a canary before its next shift, and a new deployment takes the traffic back', async () => {
  const account = new FakeDeployments()
  await account.open({
    alarmConfiguration: { enabled: true, alarms: [{ name: 'errors' }] },
    ...autoRollback('DEPLOYMENT_STOP_ON_ALARM'),
  })
  await account.call(putMetricAlarm, {
    ...{ AlarmName: 'errors', Namespace: 'lab', MetricName: 'errors', Statistic: 'Sum', Period: 60 },
    ...{ EvaluationPeriods: 1, Threshold: 0, ComparisonOperator: 'GreaterThanThreshold' },
  })
  const before = account.service.taskDefinition
  const id = await account.deploy({ config: CANARY })
  await reaches(account, 10)
  await account.call(setAlarmState, { AlarmName: 'errors', StateValue: 'ALARM', StateReason: 'test' })
  await account.passWithDeployments(1)
  const stopped = await account.deployment(id)
  const rollbackId = stopped.rollbackInfo?.rollbackDeploymentId ?? ''
  expect(stopped).toMatchObject({
    status: 'Stopped',
    errorInformation: {
      code: 'ALARM_ACTIVE',
      message:
        'One or more alarms have been activated according to the Amazon CloudWatch metrics you selected, and the affected deployments have been stopped. Activated alarms: errors',
    },
    rollbackInfo: {
      rollbackMessage: `Deployment ${id} terminated. Automatic rollback is triggered with a DeploymentId ${rollbackId}.`,
    },
  })
  expect((await account.lifecycleEvents(id)).slice(-2)).toEqual([
    'AllowTraffic: Failed',
    'AfterAllowTraffic: Skipped',
  ])
  expect(await ended(account, rollbackId)).toBe('Succeeded')
  expect(await account.deployment(rollbackId)).toMatchObject({
    creator: 'codeDeployRollback',
    deploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce',
    description: `Deployment ${rollbackId} is triggered to roll back deployment ${id}.`,
    rollbackInfo: { rollbackTriggeringDeploymentId: id },
  })
  expect([account.weight(0), account.weight(1)]).toEqual([0, 0])
  expect(account.service).toMatchObject({ taskDefinition: before, taskSets: [{ status: 'PRIMARY' }] })
  expect(account.service.taskSets).toHaveLength(1)
})

test('stopped on request after the shift, with a rollback, blue is PRIMARY again', async () => {
  const account = new FakeDeployments()
  await account.open()
  const [blue] = account.service.taskSets ?? []
  const deploymentId = await account.deploy()
  await reaches(account, 100)
  await account.call(stopDeployment, { deploymentId, autoRollbackEnabled: true })
  const { status, rollbackInfo } = await account.deployment(deploymentId)
  expect(status).toBe('Stopped')
  expect(await ended(account, rollbackInfo?.rollbackDeploymentId ?? '')).toBe('Succeeded')
  expect(account.service.taskSets).toMatchObject([{ id: blue?.id, status: 'PRIMARY' }])
  await expect(account.call(stopDeployment, { deploymentId })).rejects.toMatchObject({
    name: 'DeploymentAlreadyCompletedException',
  })
})

describe('a hook', () => {
  const hooked = async () => {
    const account = new FakeDeployments()
    await account.open(autoRollback('DEPLOYMENT_FAILURE'))
    lambda(account.scope).functions.put('check', {
      ...{ functionName: 'check', functionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:check' },
      activeAt: Infinity,
    } as never)
    const deploymentId = await account.deploy({ hooks: { AfterAllowTestTraffic: 'check' } })
    const event = () =>
      codedeploy(account.scope)
        .deployments.get(deploymentId)
        ?.events.find(({ name }) => name === 'AfterAllowTestTraffic')
    await account.passUntil(() => event()?.hook !== undefined)
    const lifecycleEventHookExecutionId = event()?.hook?.executionId ?? ''
    return { account, deploymentId, lifecycleEventHookExecutionId }
  }

  test('is told once what it is about; the deployment goes on when it has succeeded', async () => {
    const { account, ...execution } = await hooked()
    const told = lambda(account.scope).events.values()
    expect(told.map(({ payload }) => JSON.parse(payload) as object)).toEqual([
      {
        DeploymentId: execution.deploymentId,
        LifecycleEventHookExecutionId: execution.lifecycleEventHookExecutionId,
      },
    ])
    await account.passWithDeployments(600)
    expect(account.weight(0)).toBe(0)
    await account.call(putLifecycleEventHookExecutionStatus, { ...execution, status: 'Succeeded' })
    await reaches(account, 100)
    await expect(
      account.call(putLifecycleEventHookExecutionStatus, { ...execution, status: 'Failed' }),
    ).rejects.toMatchObject({ name: 'LifecycleEventAlreadyCompletedException' })
  })

  test('that fails rolls the deployment back before any production traffic', async () => {
    const { account, ...execution } = await hooked()
    await account.call(putLifecycleEventHookExecutionStatus, { ...execution, status: 'Failed' })
    expect(await ended(account, execution.deploymentId)).toBe('Failed')
    const { errorInformation, rollbackInfo } = await account.deployment(execution.deploymentId)
    expect(errorInformation).toEqual({
      code: 'HOOK_EXECUTION_FAILURE',
      message:
        'The deployment failed because one or more of the lifecycle event validation functions failed.',
    })
    expect(await ended(account, rollbackInfo?.rollbackDeploymentId ?? '')).toBe('Succeeded')
    expect([account.weight(0), account.weight(1)]).toEqual([0, 0])
  })

  test('that never answers fails it after an hour', async () => {
    const { account, deploymentId } = await hooked()
    account.clock.setScale(account.scope.accountId, 60)
    expect(await ended(account, deploymentId)).toBe('Failed')
    expect((await account.deployment(deploymentId)).errorInformation?.message).toContain('within one hour')
  })
})

describe('what cannot be deployed fails in AWS’s words', () => {
  const failure = async (
    content: (arn: string) => string,
    before?: (account: FakeDeployments) => Promise<void>,
  ) => {
    const account = new FakeDeployments()
    await account.open()
    await before?.(account)
    const id = await account.deploy({ content: content(await account.registerWeb()) })
    expect(await ended(account, id)).toBe('Failed')
    expect(account.service.taskSets).toHaveLength(1)
    return (await account.deployment(id)).errorInformation
  }

  test('a container port that the task definition has not', async () => {
    expect(await failure(arn => appSpec(arn, {}, 9999))).toEqual({
      code: 'ECS_UPDATE_ERROR',
      message:
        'The ECS service cannot be updated due to an unexpected error: The container web did not have a container port 9999 defined. (Service: AmazonECS; Status Code: 400; Error Code: InvalidParameterException). Check your ECS service status.',
    })
  })

  test('a role without permissions', async () => {
    const found = await failure(appSpec, async account => {
      const PolicyArn = 'arn:aws:iam::aws:policy/AWSCodeDeployRoleForECS'
      await account.call(detachRolePolicy, { RoleName: 'deployer', PolicyArn })
    })
    expect(found?.code).toBe('IAM_ROLE_PERMISSIONS')
    expect(found?.message).toContain('operations in the following AWS service: AmazonECS.')
  })

  test('a file that is no AppSpec', async () => {
    expect(await failure(() => 'version: 0.0')).toMatchObject({ code: 'INVALID_REVISION' })
  })
})

test('one deployment at a time; UpdateService may scale but not change what runs', async () => {
  const account = new FakeDeployments()
  await account.open()
  const id = await account.deploy()
  await expect(account.deploy()).rejects.toMatchObject({
    name: 'DeploymentLimitExceededException',
    message: `The Deployment Group 'web' already has an active Deployment '${id}'`,
  })
  const change = { cluster: 'lab', service: 'web' }
  await expect(account.call(updateService, { ...change, taskDefinition: 'web' })).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message:
      'Unable to update task definition on services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new deployment.',
  })
  await account.call(updateService, { ...change, desiredCount: 3 })
  await reaches(account, 100)
  expect(account.in('RUNNING')).toHaveLength(6)
  const absent = { applicationName: 'web', deploymentGroupName: 'absent' }
  await expect(account.call(createDeployment, absent)).rejects.toMatchObject({
    name: 'DeploymentGroupDoesNotExistException',
    message: 'No Deployment Group found for name: absent',
  })
  const second = { ...account.group(), deploymentGroupName: 'second' }
  await expect(account.call(createDeploymentGroup, second)).rejects.toMatchObject({
    name: 'ECSServiceMappingLimitExceededException',
  })
})
