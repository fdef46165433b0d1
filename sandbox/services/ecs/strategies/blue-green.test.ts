import { expect, test } from 'vitest'
import { FakeStrategies } from '../testing/fake-strategies.ts'

test('blue/green goes through its stages in order, and the next deployment swaps the weights', async () => {
  const account = new FakeStrategies()
  await account.open()
  await account.deploy()
  expect(await account.deployment()).toMatchObject({ status: 'PENDING', lifecycleStage: 'PRE_SCALE_UP' })
  const stages: string[] = []
  const seen: unknown[] = []
  await account.passUntil(async () => {
    const {
      lifecycleStage = '',
      targetServiceRevision,
      sourceServiceRevisions,
      finishedAt,
    } = await account.deployment()
    if (stages.at(-1) !== lifecycleStage) {
      stages.push(lifecycleStage)
      seen.push([targetServiceRevision, sourceServiceRevisions])
    }
    return finishedAt !== undefined
  })
  expect(stages).toEqual(['PRE_SCALE_UP', 'SCALE_UP', 'BAKE_TIME', 'CLEAN_UP'])
  expect(seen[2]).toMatchObject([
    {
      requestedTaskCount: 2,
      runningTaskCount: 2,
      requestedProductionTrafficWeight: 100,
      requestedTestTrafficWeight: 100,
    },
    [
      {
        requestedTaskCount: 2,
        runningTaskCount: 2,
        requestedProductionTrafficWeight: 0,
        requestedTestTrafficWeight: 0,
      },
    ],
  ])
  expect([account.weight(account.productionRule), account.weight(account.testRule)]).toEqual([100, 100])
  expect(await account.deployment()).toMatchObject({ status: 'SUCCESSFUL' })
  await account.pass(2)
  expect(account.service.deployments).toMatchObject([{ rolloutState: 'COMPLETED', status: 'PRIMARY' }])
  expect(account.in('RUNNING').map(({ containers }) => containers[0]?.image)).toEqual(['web:2', 'web:2'])
  expect(account.events.slice(-2)).toEqual([
    '(service web) (deployment ecs-svc/N) deployment completed.',
    '(service web) has reached a steady state.',
  ])
  await account.deploy({}, 'web:3')
  expect(await account.passToEnd()).toMatchObject({ status: 'SUCCESSFUL' })
  expect([account.weight(account.productionRule), account.weight(account.testRule)]).toEqual([0, 0])
})
