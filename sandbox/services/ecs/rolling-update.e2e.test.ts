import { CreateServiceCommand, StopTaskCommand, UpdateServiceCommand } from '@aws-sdk/client-ecs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningSandbox } from '../../start.ts'
import { startLoad } from './testing/load.ts'
import {
  describeService,
  isStable,
  listTasks,
  newAccount,
  networkOf,
  openBalancer,
  openTestLab,
  registerWeb,
  startTestSandbox,
  until,
} from './testing/test-lab.ts'

let sandbox: RunningSandbox
beforeAll(async () => {
  sandbox = await startTestSandbox()
})
afterAll(() => sandbox.close())

test('a rolling update, a stopped task and a scaling lose not one request', async () => {
  const lab = await openTestLab(newAccount(sandbox))
  const { ecs } = lab.clients
  const { targetGroupArn, dnsName } = await openBalancer(lab)
  await registerWeb(lab)
  await ecs.send(
    new CreateServiceCommand({
      cluster: 'lab',
      serviceName: 'web',
      taskDefinition: 'web',
      desiredCount: 2,
      launchType: 'FARGATE',
      networkConfiguration: networkOf(lab),
      loadBalancers: [{ targetGroupArn, containerName: 'web', containerPort: 8080 }],
    }),
  )
  await until(() => describeService(lab), isStable)

  const load = startLoad(sandbox.endpoint, dnsName)
  const version2 = await registerWeb(lab, { image: 'public.ecr.aws/slipway/web:2' })
  const { service: rolling } = await ecs.send(
    new UpdateServiceCommand({ cluster: 'lab', service: 'web', taskDefinition: version2 }),
  )
  expect(rolling?.deployments?.map(({ status }) => status)).toEqual(['PRIMARY', 'ACTIVE'])
  expect(rolling?.deployments?.[0]).toMatchObject({ rolloutState: 'IN_PROGRESS', desiredCount: 0 })
  const updated = await until(() => describeService(lab), isStable)

  await ecs.send(new UpdateServiceCommand({ cluster: 'lab', service: 'web', desiredCount: 3 }))
  await until(
    () => describeService(lab),
    service => isStable(service) && service.runningCount === 3,
  )
  const [task] = await listTasks(lab)
  await ecs.send(new StopTaskCommand({ cluster: 'lab', task }))
  await until(
    () => listTasks(lab),
    tasks => !tasks.includes(task ?? '') && tasks.length === 3,
  )
  await until(
    () => describeService(lab),
    service => isStable(service) && service.runningCount === 3,
  )
  const { answers, failures } = await load.stop()

  expect(failures).toEqual([])
  expect(answers.length).toBeGreaterThan(100)
  expect(answers[0]).toContain('"version":"1"')
  expect(answers.at(-1)).toContain('"version":"2"')
  const told = (updated.events ?? [])
    .map(({ message }) => message?.replace(/[0-9a-f]{32}|\d{19}/g, 'X').replace(targetGroupArn, 'TG'))
    .reverse()
  expect(told.slice(0, 4)).toEqual([
    '(service web) has started 2 tasks: (task X) (task X).',
    '(service web) registered 2 targets in (target-group TG)',
    '(service web) (deployment ecs-svc/X) deployment completed.',
    '(service web) has reached a steady state.',
  ])
  const update = told.slice(4)
  expect(update[0]).toBe('(service web) has started 2 tasks: (task X) (task X).')
  const stopped = update.findIndex(message => message?.includes('has stopped'))
  const deregistered = update.findIndex(message => message?.includes('deregistered'))
  expect(update.findIndex(message => message?.includes(') registered'))).toBeLessThan(stopped)
  expect(stopped).toBeLessThan(deregistered)
  expect(update[deregistered + 1]).toMatch(
    /^\(service web, taskSet ecs-svc\/X\) has begun draining connections on [12] tasks\.$/,
  )
  expect(update.slice(-2)).toEqual(told.slice(2, 4))
})
