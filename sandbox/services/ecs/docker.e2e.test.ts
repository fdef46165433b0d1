import Docker from 'dockerode'
import {
  CreateServiceCommand,
  DeleteServiceCommand,
  RunTaskCommand,
  StopTaskCommand,
} from '@aws-sdk/client-ecs'
import type { ContainerDefinition, Task } from '@aws-sdk/client-ecs'
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ensureImages } from '../../../scripts/setup/images.ts'
import type { RunningSandbox } from '../../start.ts'
import {
  describeService,
  describeTask,
  isStable,
  networkOf,
  newAccount,
  openBalancer,
  openTestLab,
  registerWeb,
  startTestSandbox,
  until,
} from './testing/test-lab.ts'
import type { TestLab } from './testing/test-lab.ts'

const ROOT = new URL('../../../', import.meta.url).pathname
const docker = new Docker()
const engineAnswers = await docker.ping().then(
  () => true,
  () => false,
)
// Without an engine these cannot run; in CI that is a failure, not a skip.
const needsEngine = describe.skipIf(!engineAnswers && process.env.CI !== 'true')

needsEngine('in Docker Engine (skipped: none answers)', () => {
  let sandbox: RunningSandbox
  let lab: TestLab
  beforeAll(async () => {
    await ensureImages(docker, ROOT, () => undefined)
    sandbox = await startTestSandbox({ runtime: 'docker' })
    lab = await openTestLab(newAccount(sandbox, 30))
  })
  afterAll(async () => {
    await sandbox.close()
    const filters = { label: [`slipway.account=${lab.accountId}`] }
    expect(await docker.listContainers({ all: true, filters })).toEqual([])
  })

  test('a service behind a load balancer answers from containers, and knows its tasks by metadata', async () => {
    const { targetGroupArn } = await openBalancer(lab)
    await registerWeb(lab)
    await lab.clients.ecs.send(
      new CreateServiceCommand({
        ...{
          cluster: 'lab',
          serviceName: 'web',
          taskDefinition: 'web',
          desiredCount: 2,
          launchType: 'FARGATE',
        },
        networkConfiguration: networkOf(lab),
        loadBalancers: [{ targetGroupArn, containerName: 'web', containerPort: 8080 }],
      }),
    )
    await until(() => describeService(lab), isStable)
    const containers = await docker.listContainers({
      filters: { label: [`slipway.account=${lab.accountId}`], status: ['running'] },
    })
    // Each task has a container for its network, which has its ports.
    const kinds = containers.map(({ Labels }) => Labels['slipway.container'])
    expect(kinds.sort()).toEqual(['.network', '.network', 'web', 'web'])
    const ports = containers.flatMap(({ Ports }) => Ports[0] ?? [])
    expect(ports.map(port => port?.IP)).toEqual(['127.0.0.1', '127.0.0.1'])
    const version = (await (await fetch(`http://127.0.0.1:${ports[0]?.PublicPort}/version`)).json()) as {
      task: string
    }
    expect(containers.map(({ Labels }) => Labels['slipway.task'])).toContain(version.task)

    await lab.clients.ecs.send(new DeleteServiceCommand({ cluster: 'lab', service: 'web', force: true }))
    await until(
      () => describeService(lab),
      ({ status }) => status === 'INACTIVE',
    )
    const { events } = await lab.clients.logs.send(
      new FilterLogEventsCommand({ logGroupName: '/lab/web', filterPattern: '"Stopped."' }),
    )
    expect(events).toHaveLength(2)
  })

  test('a tag that does not exist stops the task with AWS’s text', async () => {
    const task = await runToTheEnd({ image: 'public.ecr.aws/slipway/web:99' })
    expect(task).toMatchObject({
      stopCode: 'TaskFailedToStart',
      stoppedReason:
        'CannotPullContainerError: pull image manifest has been retried 7 time(s): failed to resolve ref public.ecr.aws/slipway/web:99: not found',
    })
  })

  test('exit codes are the program’s own', async () => {
    const task = await runToTheEnd({ command: ['node', '-e', 'process.exit(42)'] })
    expect(task).toMatchObject({
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
      containers: [{ exitCode: 42 }],
    })
  })

  test('a container that takes more memory than it may is killed as out of memory', async () => {
    const eat = "const held = []; for (;;) held.push(Buffer.alloc(8e6, 'x'))"
    const task = await runToTheEnd({ memory: 64, command: ['node', '-e', eat] })
    expect(task.containers?.[0]).toMatchObject({
      exitCode: 137,
      reason: 'OutOfMemoryError: Container killed due to memory usage',
    })
  })

  test('a health check inside the container decides its healthStatus', async () => {
    const probe =
      "fetch('http://localhost:8080/health').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"
    const arn = await run({ healthCheck: { command: ['CMD', 'node', '-e', probe], interval: 5 } })
    const task = await until(
      () => describeTask(lab, arn),
      ({ healthStatus }) => healthStatus === 'HEALTHY',
    )
    expect(task.containers?.[0]?.healthStatus).toBe('HEALTHY')
    await lab.clients.ecs.send(new StopTaskCommand({ cluster: 'lab', task: arn, reason: 'enough' }))
    const ended = await until(
      () => describeTask(lab, arn),
      ({ lastStatus }) => lastStatus === 'STOPPED',
    )
    expect(ended).toMatchObject({ stopCode: 'UserInitiated', stoppedReason: 'enough' })
  })

  async function run(container: Partial<ContainerDefinition>): Promise<string> {
    const taskDefinition = await registerWeb(lab, { family: 'one', container })
    const { tasks } = await lab.clients.ecs.send(
      new RunTaskCommand({
        ...{ cluster: 'lab', taskDefinition, launchType: 'FARGATE' },
        networkConfiguration: networkOf(lab),
      }),
    )
    return tasks?.[0]?.taskArn ?? ''
  }

  async function runToTheEnd(container: Partial<ContainerDefinition>): Promise<Task> {
    const arn = await run(container)
    return until(
      () => describeTask(lab, arn),
      ({ lastStatus }) => lastStatus === 'STOPPED',
    )
  }
})
