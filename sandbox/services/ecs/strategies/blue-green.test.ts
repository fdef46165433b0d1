import { expect, test } from 'vitest'
import { describeServiceRevisions } from '../operations/describe-service-revisions.ts'
import { updateService } from '../operations/update-service.ts'
import { FakeStrategies } from '../testing/fake-strategies.ts'

const SERVICE = { cluster: 'lab', service: 'web' }

test('blue/green goes through its stages in order, and the next deployment swaps the weights', async () => {
  const account = new FakeStrategies()
  await account.open()
  await account.deploy()
  expect(await account.deployment()).toMatchObject({ status: 'PENDING', lifecycleStage: 'PRE_SCALE_UP' })
  await account.passToStage('SCALE_UP')
  expect(await account.deployment()).toMatchObject({
    status: 'IN_PROGRESS',
    targetServiceRevision: { requestedProductionTrafficWeight: 0, requestedTestTrafficWeight: 0 },
    sourceServiceRevisions: [
      { requestedTaskCount: 2, runningTaskCount: 2, requestedProductionTrafficWeight: 100 },
    ],
  })
  expect(account.service.deployments).toMatchObject([
    { status: 'PRIMARY', rolloutState: 'IN_PROGRESS' },
    { status: 'ACTIVE', rolloutState: 'COMPLETED' },
  ])
  await account.passToStage('BAKE_TIME')
  expect(await account.deployment()).toMatchObject({
    targetServiceRevision: {
      ...{ requestedTaskCount: 2, runningTaskCount: 2 },
      ...{ requestedProductionTrafficWeight: 100, requestedTestTrafficWeight: 100 },
    },
    sourceServiceRevisions: [
      { runningTaskCount: 2, requestedProductionTrafficWeight: 0, requestedTestTrafficWeight: 0 },
    ],
  })
  expect(await account.passToStage('CLEAN_UP')).toBe(60)
  expect(account.images).toHaveLength(4)
  const { status, targetServiceRevision } = await account.passToEnd()
  expect(status).toBe('SUCCESSFUL')
  expect([account.weight(account.productionRule), account.weight(account.testRule)]).toEqual([100, 100])
  await account.pass(2)
  expect(account.service.deployments).toMatchObject([{ rolloutState: 'COMPLETED', status: 'PRIMARY' }])
  expect(account.images).toEqual(['web:2', 'web:2'])
  expect(account.events.slice(-2)).toEqual([
    '(service web) (deployment ecs-svc/N) deployment completed.',
    '(service web) has reached a steady state.',
  ])
  const serviceRevisionArns = [targetServiceRevision?.arn ?? '']
  const { serviceRevisions } = await account.call(describeServiceRevisions, { serviceRevisionArns })
  const [revision] = serviceRevisions ?? []
  expect(revision?.resolvedConfiguration?.loadBalancers).toEqual([
    { targetGroupArn: account.alternateArn, productionListenerRule: account.productionRule },
  ])
  expect(revision?.containerImages).toEqual([{ containerName: 'web', image: 'web:2' }])
  // A revision's number is that of its deployment, which its tasks have in startedBy.
  const [task] = account.in('RUNNING')
  expect(revision?.serviceRevisionArn?.split('/').at(-1)).toBe(task?.startedBy?.split('/').at(-1))

  await account.deploy({}, 'web:3')
  expect(await account.passToEnd()).toMatchObject({ status: 'SUCCESSFUL' })
  expect([account.weight(account.productionRule), account.weight(account.testRule)]).toEqual([0, 0])
  expect(account.fewest).toBe(2)
})

test('a canary moves its share first, a linear deployment one share after the other, and neither bakes after 100 %', async () => {
  const account = new FakeStrategies()
  await account.open()
  const reaches = (weight: number) =>
    account.passUntil(() => account.weight(account.productionRule) === weight)
  await account.deploy({
    ...{ strategy: 'CANARY', bakeTimeInMinutes: 1 },
    canaryConfiguration: { canaryPercent: 2.5, canaryBakeTimeInMinutes: 2 },
  })
  await reaches(2.5)
  expect(account.weight(account.testRule)).toBe(100)
  expect(await account.deployment()).toMatchObject({
    lifecycleStage: 'PRODUCTION_TRAFFIC_SHIFT',
    targetServiceRevision: { requestedProductionTrafficWeight: 2.5 },
    sourceServiceRevisions: [{ requestedProductionTrafficWeight: 97.5 }],
  })
  expect(await reaches(100)).toBe(120)
  expect(await account.passToStage('CLEAN_UP')).toBe(60)
  expect(await account.passToEnd()).toMatchObject({ status: 'SUCCESSFUL' })

  await account.deploy(
    {
      strategy: 'LINEAR',
      bakeTimeInMinutes: 0,
      linearConfiguration: { stepPercent: 40, stepBakeTimeInMinutes: 1 },
    },
    'web:3',
  )
  await reaches(60)
  expect(await reaches(20)).toBe(60)
  expect(await reaches(0)).toBe(60)
  expect(await account.stage()).toBe('CLEAN_UP')
  expect(await account.passToEnd()).toMatchObject({ status: 'SUCCESSFUL' })
  expect(account.service.deploymentConfiguration).not.toHaveProperty('canaryConfiguration')
  expect(account.fewest).toBe(2)
})

test('both revisions follow a new desired count while a deployment is under way', async () => {
  const account = new FakeStrategies()
  await account.open()
  await account.deploy()
  await account.passToStage('BAKE_TIME')
  await account.call(updateService, { ...SERVICE, desiredCount: 3 })
  await account.passUntil(() => account.images.length === 6)
  expect(await account.stage()).toBe('BAKE_TIME')
  expect(await account.passToEnd()).toMatchObject({ status: 'SUCCESSFUL' })
  expect(account.images).toEqual(['web:2', 'web:2', 'web:2'])
})

test('a service without load balancers has the stages, and no weights', async () => {
  const account = new FakeStrategies()
  await account.registerWeb()
  await account.createWeb({ deploymentConfiguration: { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 1 } })
  const first = await account.passToEnd()
  expect(first).toMatchObject({ status: 'SUCCESSFUL', sourceServiceRevisions: [] })
  expect(first.targetServiceRevision).not.toHaveProperty('requestedProductionTrafficWeight')
  await account.call(updateService, {
    ...SERVICE,
    taskDefinition: await account.registerWeb({ image: 'web:2' }),
  })
  expect(await account.passToEnd()).toMatchObject({ status: 'SUCCESSFUL' })
  expect(account.images).toEqual(['web:2', 'web:2'])
})

test('a deployment that takes another’s place first leaves one revision, to which all traffic goes', async () => {
  const account = new FakeStrategies()
  await account.open()
  await account.deploy()
  await account.passToStage('BAKE_TIME')
  await account.deploy({ bakeTimeInMinutes: 1 }, 'web:3')
  expect(await account.deployment()).toMatchObject({ status: 'PENDING', lifecycleStage: 'RECONCILE_SERVICE' })
  expect((await account.deployments())[1]).toMatchObject({ status: 'STOPPED', statusReason: 'Superseded.' })
  await account.passToStage('SCALE_UP')
  expect(account.weight(account.productionRule)).toBe(0)
  expect(account.images).toEqual(['web:1', 'web:1'])
  expect(await account.passToEnd()).toMatchObject({ status: 'SUCCESSFUL' })
  expect(account.images).toEqual(['web:3', 'web:3'])
  expect(account.fewest).toBe(2)
})

test('back to rolling, and while another strategy is under way too', async () => {
  const account = new FakeStrategies()
  await account.open()
  await account.deploy({ bakeTimeInMinutes: 1 })
  await account.passToEnd()
  const roll = async (image: string) =>
    account.call(updateService, {
      ...{ ...SERVICE, taskDefinition: await account.registerWeb({ image }) },
      deploymentConfiguration: { strategy: 'ROLLING', bakeTimeInMinutes: 0 },
    })
  await roll('web:3')
  const rolled = await account.passToEnd()
  expect(rolled).toMatchObject({ status: 'SUCCESSFUL' })
  expect(rolled).not.toHaveProperty('lifecycleStage')
  expect(account.images).toEqual(['web:3', 'web:3'])
  await account.deploy({}, 'web:4')
  await account.passToStage('BAKE_TIME')
  await roll('web:5')
  expect(await account.passToEnd()).toMatchObject({ status: 'SUCCESSFUL' })
  expect(account.images).toEqual(['web:5', 'web:5'])
  expect(account.fewest).toBe(2)
})

test('a service of CodeDeploy’s is moved over with the tasks that it has', async () => {
  const account = new FakeStrategies()
  await account.open({ deploymentController: { type: 'CODE_DEPLOY' } })
  const before = account.in('RUNNING').map(({ id }) => id)
  const moveOver = async (strategy: 'CANARY' | 'ROLLING') =>
    account.call(updateService, {
      ...{ ...SERVICE, taskDefinition: await account.registerWeb({ image: 'web:2' }) },
      ...{ deploymentController: { type: 'ECS' }, loadBalancers: [account.loadBalancer()] },
      deploymentConfiguration: { strategy, bakeTimeInMinutes: 1 },
    })
  const [taskSet] = account.service.taskSets ?? []
  account.service.taskSets?.push({ ...taskSet!, id: 'ecs-svc/1', status: 'DRAINING' })
  await expect(moveOver('CANARY')).rejects.toThrow('more than one task set')
  account.service.taskSets?.pop()
  await moveOver('CANARY')
  expect(account.service).not.toHaveProperty('taskSets')
  expect(account.service.deployments).toMatchObject([
    { status: 'PRIMARY' },
    { id: taskSet?.id, status: 'ACTIVE' },
  ])
  await account.passToStage('PRODUCTION_TRAFFIC_SHIFT')
  expect(account.in('RUNNING').map(({ id }) => id)).toEqual(expect.arrayContaining(before))
  expect(await account.passToEnd()).toMatchObject({ status: 'SUCCESSFUL' })
  expect(account.images).toEqual(['web:2', 'web:2'])
  expect(account.fewest).toBe(2)
})
