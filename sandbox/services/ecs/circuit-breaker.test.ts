import { expect, test } from 'vitest'
import { describeServiceDeployments } from './operations/describe-service-deployments.ts'
import { listServiceDeployments } from './operations/list-service-deployments.ts'
import { updateService } from './operations/update-service.ts'
import { FakeAccount } from './testing/fake-account.ts'

const BREAKER = { deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } } }
const SERVICE = { cluster: 'lab', service: 'web' }

test('an image that cannot be pulled: three failures trip the breaker, which rolls back to what ran', async () => {
  const account = new FakeAccount()
  await account.registerWeb()
  await account.createWeb(BREAKER)
  await account.pass(60)
  const good = account.service.deployments[0]?.id
  account.runtime.missingImages.add('web:99')
  const taskDefinition = await account.registerWeb({ image: 'web:99' })
  await account.call(updateService, { ...SERVICE, taskDefinition })
  const bad = account.service.deployments[0]?.id
  await account.pass(12)
  expect(account.service.deployments[0]).toMatchObject({
    id: bad,
    failedTasks: 2,
    rolloutState: 'IN_PROGRESS',
  })
  await account.pass(90)

  expect(account.service.deployments).toHaveLength(1)
  expect(account.service.deployments[0]).toMatchObject({
    id: good,
    status: 'PRIMARY',
    rolloutState: 'COMPLETED',
  })
  expect(account.service.taskDefinition).toMatch(/web:1$/)
  expect(account.in('RUNNING').map(({ containers }) => containers[0]?.image)).toEqual(['web:1', 'web:1'])
  expect(account.events.slice(-4)).toEqual([
    '(service web) (deployment ecs-svc/N) deployment failed: tasks failed to start.',
    '(service web) rolling back to deployment ecs-svc/N.',
    '(service web) (deployment ecs-svc/N) deployment completed.',
    '(service web) has reached a steady state.',
  ])
  expect(account.events).toContain(
    '(service web) was unable to place a task. Reason: CannotPullContainerError: pull image manifest has been retried 7 time(s): failed to resolve ref docker.io/library/web:99: not found. Install Docker Engine.',
  )
  const { serviceDeployments } = await account.call(listServiceDeployments, SERVICE)
  const arns = serviceDeployments?.map(({ serviceDeploymentArn = '' }) => serviceDeploymentArn) ?? []
  const described = await account.call(describeServiceDeployments, { serviceDeploymentArns: arns })
  expect(described.serviceDeployments?.map(({ status }) => status)).toEqual([
    'ROLLBACK_SUCCESSFUL',
    'SUCCESSFUL',
  ])
  expect(described.serviceDeployments?.[0]?.deploymentCircuitBreaker).toEqual({
    ...{ status: 'TRIGGERED', failureCount: 4, threshold: 3 },
  })
})

test('targets that never become healthy trip the breaker too', async () => {
  const account = new FakeAccount()
  await account.registerWeb()
  await account.createWeb(BREAKER, true)
  await account.pass(60)
  const taskDefinition = await account.registerWeb({ image: 'web:broken' })
  await account.call(updateService, { ...SERVICE, taskDefinition })
  const sick = () => account.tasks.filter(({ containers }) => containers[0]?.image === 'web:broken')
  account.targets.passes = ip => !sick().some(task => task.interface?.privateIpAddress === ip)
  let fewest = Infinity
  await account.pass(240, () => (fewest = Math.min(fewest, account.targets.serving.length)))
  expect(fewest).toBe(2)
  expect(account.service.deployments[0]?.rolloutState).toBe('COMPLETED')
  expect(account.service.taskDefinition).toMatch(/web:1$/)
  expect(sick().every(({ lastStatus }) => lastStatus === 'STOPPED')).toBe(true)
})

test('with nothing to go back to the deployment is FAILED and starts no more tasks', async () => {
  const account = new FakeAccount()
  account.runtime.missingImages.add('web:1')
  await account.registerWeb()
  await account.createWeb(BREAKER)
  await account.pass(120)
  const { length } = account.tasks
  expect(account.service.deployments[0]).toMatchObject({
    status: 'PRIMARY',
    rolloutState: 'FAILED',
    rolloutStateReason: 'ECS deployment circuit breaker: tasks failed to start.',
    desiredCount: 0,
  })
  await account.pass(300)
  expect(account.tasks).toHaveLength(length)
})

test('without a breaker tasks are started more and more slowly, and the service says so once', async () => {
  const account = new FakeAccount()
  account.runtime.missingImages.add('web:1')
  await account.registerWeb()
  await account.createWeb({ desiredCount: 1 })
  await account.pass(600)
  const early = account.tasks.length
  expect(early).toBeGreaterThan(4)
  expect(early).toBeLessThan(14)
  await account.pass(600)
  expect(account.tasks.length - early).toBeLessThan(4)
  const impaired = account.events.filter(text =>
    text.includes('unable to consistently start tasks successfully'),
  )
  expect(impaired).toHaveLength(1)
})

test('a program that ends at once after RUNNING trips the breaker only while it was never healthy', async () => {
  const account = new FakeAccount()
  await account.registerWeb()
  await account.createWeb(BREAKER, true)
  await account.pass(60)
  for (const { id } of account.in('RUNNING')) account.runtime.end(id, 1)
  await account.pass(60)
  expect(account.service.deployments[0]).toMatchObject({ rolloutState: 'COMPLETED', failedTasks: 0 })
  expect(account.in('STOPPED')[0]).toMatchObject({
    stopCode: 'EssentialContainerExited',
    stoppedReason: 'Essential container in task exited',
  })
})
