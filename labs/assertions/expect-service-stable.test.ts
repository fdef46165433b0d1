import { expect, test } from 'vitest'
import { awsError, fakeAccount, type Answers } from '../fake-account.ts'
import { expectServiceStable, type ExpectedService } from './expect-service-stable.ts'

const arn = (rest: string) => `arn:aws:ecs:eu-west-1:123456789012:${rest}`
const TG = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/0123456789abcdef'
const tags = [{ key: 'slipway-lab', value: 'a-lab' }]

const expected: ExpectedService = {
  cluster: 'lab',
  service: 'web',
  container: 'web',
  port: 8080,
  healthCheckPath: '/health',
  securityGroupId: 'sg-tasks',
  targetGroupArn: TG,
  tasks: 2,
  lab: 'a-lab',
}

interface World {
  service?: object | null
  primary?: object
  old?: object[]
  image?: string
  running?: object[]
  stopped?: object[]
  targets?: object[]
  path?: string
  groups?: object[]
}

const openGroup = {
  GroupId: 'sg-tasks',
  GroupName: 'web-tasks',
  IpPermissions: [
    { IpProtocol: 'tcp', FromPort: 8080, ToPort: 8080, UserIdGroupPairs: [{ GroupId: 'sg-alb' }] },
  ],
}

const healthy = [1, 2].map(n => ({
  Target: { Id: `172.31.0.${n}`, Port: 8080 },
  TargetHealth: { State: 'healthy' },
}))

function sick(Reason: string, Description: string) {
  return [
    { Target: { Id: '172.31.0.1', Port: 8080 }, TargetHealth: { State: 'unhealthy', Reason, Description } },
  ]
}

/** An account with a service that is as it should be, but for what the test changes. */
function world(change: World = {}) {
  const primary = {
    id: 'ecs-svc/1',
    status: 'PRIMARY',
    runningCount: 2,
    rolloutState: 'COMPLETED',
    ...change.primary,
  }
  const service = {
    serviceArn: arn('service/lab/web'),
    serviceName: 'web',
    clusterArn: arn('cluster/lab'),
    status: 'ACTIVE',
    desiredCount: 2,
    runningCount: 2,
    pendingCount: 0,
    tags,
    taskDefinition: arn('task-definition/web:3'),
    loadBalancers: [{ targetGroupArn: TG, containerName: 'web', containerPort: 8080 }],
    deployments: [primary, ...(change.old ?? [])],
    networkConfiguration: {
      awsvpcConfiguration: {
        subnets: ['subnet-a', 'subnet-b'],
        securityGroups: ['sg-tasks'],
        assignPublicIp: 'ENABLED',
      },
    },
    ...change.service,
  }
  const tasks = { RUNNING: change.running ?? [], STOPPED: change.stopped ?? [] }
  const answers: Answers = {
    DescribeServices: () => ({ services: change.service === null ? [] : [service] }),
    DescribeTaskDefinition: () => ({
      taskDefinition: { containerDefinitions: [{ name: 'web', image: change.image ?? 'registry/web:1' }] },
    }),
    ListTasks: ({ desiredStatus }: { desiredStatus: 'RUNNING' | 'STOPPED' }) => ({
      taskArns: tasks[desiredStatus].map((_, index) => `${desiredStatus}-${index}`),
    }),
    DescribeTasks: () => ({ tasks: [...tasks.RUNNING, ...tasks.STOPPED] }),
    DescribeTargetGroups: () => ({
      TargetGroups: [
        { TargetGroupArn: TG, HealthCheckPath: change.path ?? '/health', LoadBalancerArns: ['alb'] },
      ],
    }),
    DescribeTargetHealth: () => ({ TargetHealthDescriptions: change.targets ?? healthy }),
    DescribeLoadBalancers: () => ({ LoadBalancers: [{ SecurityGroups: ['sg-alb'] }] }),
    DescribeSecurityGroups: () => ({ SecurityGroups: change.groups ?? [openGroup] }),
  }
  return fakeAccount(answers)
}

function task(change: object) {
  return {
    taskArn: arn('task/lab/0123456789abcdef0123456789abcdef'),
    startedBy: 'ecs-svc/1',
    lastStatus: 'STOPPED',
    stopCode: 'TaskFailedToStart',
    createdAt: new Date(1000),
    stoppedAt: new Date(2000),
    containers: [{ image: 'registry/web:v9' }],
    ...change,
  }
}

test('passes when all tasks run and are healthy, and gives the service to the ledger', async () => {
  expect(await expectServiceStable(world(), expected)).toEqual({
    status: 'pass',
    observed: '2 tasks run registry/web:1, and the load balancer finds each of them healthy.',
    outputs: { serviceArn: arn('service/lab/web') },
    made: [{ type: 'ecs:service', id: arn('service/lab/web') }],
  })
})

test.each<[string, World, Partial<ExpectedService>, object]>([
  ['no service', { service: null }, {}, { status: 'fail', reason: 'service-missing' }],
  [
    'another lab’s',
    { service: { tags: [{ key: 'slipway-lab', value: 'b' }] } },
    {},
    { reason: 'tag-missing' },
  ],
  [
    'untagged',
    { service: { tags: [] } },
    {},
    {
      status: 'fail',
      reason: 'tag-missing',
      next: expect.stringContaining('aws ecs tag-resource') as string,
    },
  ],
  [
    'one task wanted',
    { service: { desiredCount: 1 } },
    {},
    { reason: 'desired-count', next: expect.stringContaining('--desired-count 2`') as string },
  ],
  ['more than enough', { service: { desiredCount: 3 } }, {}, { reason: 'desired-count' }],
  ['no target group', { service: { loadBalancers: [] } }, {}, { reason: 'service-without-target-group' }],
  [
    'no public address',
    {
      service: {
        networkConfiguration: {
          awsvpcConfiguration: { subnets: ['subnet-a'], securityGroups: ['sg-tasks'] },
        },
      },
    },
    {},
    { reason: 'no-public-address', next: expect.stringContaining('assignPublicIp=ENABLED') as string },
  ],
  [
    'tasks starting',
    {
      primary: { runningCount: 1, rolloutState: 'IN_PROGRESS' },
      service: { runningCount: 1, pendingCount: 1 },
    },
    {},
    { status: 'waiting', observed: expect.stringMatching(/^1 running, 1 starting, 2 healthy/) as string },
  ],
  ['targets not healthy yet', { targets: [] }, {}, { status: 'waiting' }],
  [
    'the old version is leaving',
    { old: [{ status: 'ACTIVE', runningCount: 1 }] },
    {},
    { status: 'waiting', observed: expect.stringContaining('1 of the version before') as string },
  ],
  [
    'still the old image',
    {},
    { image: '/web:2', imageBefore: '/web:1' },
    { status: 'fail', reason: 'not-updated' },
  ],
  [
    'another image runs',
    { image: 'r/web:7' },
    { image: '/web:2', imageBefore: '/web:1' },
    { reason: 'image' },
  ],
  [
    'health check path',
    {
      path: '/healthz',
      targets: sick('Target.ResponseCodeMismatch', 'Health checks failed with these codes: [404]'),
    },
    {},
    {
      status: 'fail',
      reason: 'health-check-path',
      observed: expect.stringMatching(/\/healthz, .*codes: \[404\]$/) as string,
      next: expect.stringContaining(`--target-group-arn ${TG} --health-check-path /health\``) as string,
    },
  ],
  [
    'app unwell',
    { targets: sick('Target.ResponseCodeMismatch', 'Health checks failed with these codes: [500]') },
    {},
    { status: 'fail', reason: 'app-unhealthy', observed: expect.stringContaining('[500]') as string },
  ],
  [
    'still starting',
    { targets: sick('Target.FailedHealthChecks', 'Health checks failed') },
    {},
    { status: 'waiting' },
  ],
  [
    'given up twice',
    {
      targets: sick('Target.FailedHealthChecks', 'Health checks failed'),
      stopped: [1, 2].map(() =>
        task({
          stopCode: 'ServiceSchedulerInitiated',
          stoppedReason: `Task failed ELB health checks in (target-group ${TG})`,
        }),
      ),
    },
    {},
    { status: 'fail', reason: 'health-check-failed' },
  ],
  [
    'security group without the rule',
    { groups: [{ ...openGroup, IpPermissions: [] }], targets: sick('Target.Timeout', 'Request timed out') },
    {},
    {
      status: 'fail',
      reason: 'security-group-shut',
      observed: expect.stringMatching(
        /web-tasks lets nothing in.*Target\.Timeout: Request timed out/,
      ) as string,
      next: expect.stringContaining(
        '--group-id sg-tasks --protocol tcp --port 8080 --source-group sg-alb`',
      ) as string,
    },
  ],
  [
    'the wrong security group',
    {
      groups: [
        {
          GroupId: 'sg-alb',
          GroupName: 'web-alb',
          IpPermissions: [
            { IpProtocol: 'tcp', FromPort: 80, ToPort: 80, IpRanges: [{ CidrIp: '0.0.0.0/0' }] },
          ],
        },
      ],
    },
    {},
    {
      reason: 'security-group-shut',
      observed: 'web-alb lets in tcp 80 from 0.0.0.0/0',
      next: expect.stringContaining('securityGroups=[sg-tasks]') as string,
    },
  ],
  [
    'no listener',
    {
      targets: [
        {
          Target: { Id: '172.31.0.1', Port: 8080 },
          TargetHealth: { State: 'unused', Reason: 'Target.NotInUse' },
        },
      ],
    },
    {},
    { reason: 'target-group-unused' },
  ],
  [
    'image missing',
    {
      primary: { runningCount: 0, rolloutState: 'IN_PROGRESS' },
      stopped: [
        task({
          stoppedReason:
            'CannotPullContainerError: pull image manifest has been retried 7 time(s): failed to resolve ref registry/web:v9: not found',
        }),
      ],
    },
    {},
    {
      status: 'fail',
      reason: 'image-not-found',
      observed: expect.stringMatching(
        /^task 012345 stopped: CannotPull.*asks for registry\/web:v9/,
      ) as string,
      next: expect.stringContaining(
        '`aws ecs update-service --cluster lab --service web --task-definition web`',
      ) as string,
    },
  ],
  [
    'log group missing',
    {
      stopped: [
        task({
          stoppedReason:
            'ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist. : exit status 1',
        }),
      ],
    },
    {},
    { reason: 'log-group-missing', next: expect.stringContaining('aws logs create-log-group') as string },
  ],
  [
    'registry out of reach',
    {
      stopped: [
        task({
          stoppedReason:
            'ResourceInitializationError: unable to pull secrets or registry auth: There is a connection issue',
        }),
      ],
    },
    {},
    { reason: 'image-not-pulled' },
  ],
  [
    'out of memory',
    {
      stopped: [
        task({
          stopCode: 'EssentialContainerExited',
          stoppedReason: 'Essential container in task exited',
          containers: [{ exitCode: 137, reason: 'OutOfMemoryError: Container killed due to memory usage' }],
        }),
      ],
    },
    {},
    { reason: 'out-of-memory', observed: expect.stringContaining('exit code 137') as string },
  ],
  [
    'the program ends',
    {
      stopped: [
        task({
          stopCode: 'EssentialContainerExited',
          stoppedReason: 'Essential container in task exited',
          containers: [{ exitCode: 1 }],
        }),
      ],
    },
    {},
    { reason: 'container-exited', observed: expect.stringContaining('exit code 1') as string },
  ],
  [
    'a reason never seen',
    { stopped: [task({ stoppedReason: 'Out of luck' })] },
    {},
    { reason: 'task-failed' },
  ],
])('%s', async (_name, change, wanted, verdict) => {
  expect(await expectServiceStable(world(change), { ...expected, ...wanted })).toMatchObject(verdict)
})

test('a failure that a later task got over is no failure any more', async () => {
  const stopped = [task({ stoppedReason: 'CannotPullContainerError: not found' })]
  const running = [
    task({ lastStatus: 'RUNNING', stopCode: undefined, stoppedAt: undefined, createdAt: new Date(3000) }),
  ]
  expect((await expectServiceStable(world({ stopped, running }), expected)).status).toBe('pass')
})

test('failures of an earlier deployment do not count', async () => {
  const stopped = [task({ startedBy: 'ecs-svc/0', stoppedReason: 'CannotPullContainerError: not found' })]
  expect((await expectServiceStable(world({ stopped }), expected)).status).toBe('pass')
})

test('a cluster that is gone means no service; a refusal is thrown on', async () => {
  const gone = fakeAccount({ DescribeServices: () => awsError('ClusterNotFoundException') })
  expect(await expectServiceStable(gone, expected)).toMatchObject({
    status: 'fail',
    reason: 'service-missing',
  })
  const refused = fakeAccount({ DescribeServices: () => awsError('AccessDeniedException') })
  await expect(expectServiceStable(refused, expected)).rejects.toThrow('AccessDeniedException')
})
