import { expect, test } from 'vitest'
import { lambda } from '../lambda/store.ts'
import { FakeDeployments } from './testing/fake-deployments.ts'

test('a time scale that changes while a deployment runs counts at once, in every wait', async () => {
  const account = new FakeDeployments()
  const { blueGreenDeploymentConfiguration } = account.group()
  await account.open({
    blueGreenDeploymentConfiguration: {
      ...blueGreenDeploymentConfiguration,
      terminateBlueInstancesOnDeploymentSuccess: { action: 'TERMINATE', terminationWaitTimeInMinutes: 60 },
    },
  })
  const { clock, scope } = account
  const scaleTo = (scale: number) => clock.setScale(scope.accountId, scale)
  const id = await account.deploy({ config: 'CodeDeployDefault.ECSCanary10Percent5Minutes' })
  await account.passUntil(() => account.weight(0) === 10)
  await account.passWithDeployments(100)
  scaleTo(100)
  // 200 s of the interval's 300 are left: two seconds at this scale.
  expect(await account.passUntil(() => account.weight(0) === 100)).toBe(2)
  scaleTo(1)
  await account.passWithDeployments(100)
  expect((await account.deployment(id)).status).toBe('InProgress')
  scaleTo(1000)
  const ended = async () => (await account.deployment(id)).completeTime !== undefined
  expect(await account.passUntil(ended)).toBeLessThan(30)
  expect((await account.deployment(id)).status).toBe('Succeeded')
})

test('at the fastest clock a hook still has the time that a function needs to load', async () => {
  const account = new FakeDeployments()
  await account.open()
  lambda(account.scope).functions.put('check', {
    ...{ functionName: 'check', functionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:check' },
    activeAt: Infinity,
  } as never)
  const id = await account.deploy({ hooks: { BeforeInstall: 'check' } })
  await account.passWithDeployments(1)
  account.clock.setScale(account.scope.accountId, 1000)
  // Eight hours of the account's.
  await account.passWithDeployments(28)
  expect((await account.deployment(id)).status).toBe('InProgress')
  const ended = async () => (await account.deployment(id)).completeTime !== undefined
  expect(await account.passUntil(ended)).toBeLessThan(5)
  expect((await account.deployment(id)).errorInformation?.message).toContain('within one hour')
})
