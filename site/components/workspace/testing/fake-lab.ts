import lab from '../../../../labs/040-service-behind-alb/lab.ts'
import type { LabState, MapDto, RunDto, StepState, VerdictDto } from '../../../../lab-runner/contract.ts'

export const labId = 'service-behind-alb'

/** Commands of the shape that the lab's have; the texts are this fake's own. */
const commands: Record<string, string[]> = {
  'create-cluster': [
    'aws ecs create-cluster --cluster-name lab --tags key=slipway-lab,value=service-behind-alb',
  ],
  'create-target-group': [
    'aws elbv2 create-target-group --name web --protocol HTTP --port 8080 --target-type ip --vpc-id ‹create-security-groups.vpcId› --health-check-path /health --health-check-interval-seconds 10 --healthy-threshold-count 2 --tags Key=slipway-lab,Value=service-behind-alb',
  ],
  'create-service': [
    'aws ecs create-service --cluster lab --service-name web --task-definition web --desired-count 2 --launch-type FARGATE --load-balancers targetGroupArn=‹create-target-group.targetGroupArn›,containerName=web,containerPort=8080',
    'aws ecs wait services-stable --cluster lab --services web',
  ],
}

export function freshSteps(): StepState[] {
  return lab.steps.map(({ id, title }, index) => ({
    id,
    title,
    commands: commands[id] ?? [`aws ecs describe-clusters --clusters lab --query 'clusters[0].status'`],
    status: 'todo',
    blockedBy: index === 0 ? [] : [lab.steps[index - 1]?.id ?? ''],
    hints: [],
    hintCount: 3,
    verdict: null,
    lastRun: null,
  }))
}

export const hintTexts = [
  'A cluster is only a name. `aws ecs help` lists what can be done with it.',
  'The command is `create-cluster`; it wants `--cluster-name`.',
  'Type it as it stands above, or press Run.',
]

export function freshLab(): LabState {
  return {
    id: labId,
    title: lab.title,
    account: {
      target: 'practice',
      accountId: '000000000000',
      region: 'eu-west-1',
      identityArn: 'arn:aws:iam::000000000000:user/learner',
      confirmed: true,
      timeScale: 10,
      problem: null,
    },
    steps: freshSteps(),
    terminals: [],
    previewUrl: null,
    labRun: null,
    costPerHour: 0,
    obstacle: null,
  }
}

export function verdict(status: VerdictDto['status'], more: Partial<VerdictDto> = {}): VerdictDto {
  return {
    status,
    reason: 'fake',
    title: 'The cluster is there',
    expected: 'A cluster `lab` that is `ACTIVE`',
    observed: '`lab` is `ACTIVE`',
    next: 'Go on with the next step.',
    retryAt: null,
    aboutSeconds: null,
    checkedAt: Date.now(),
    attempt: 1,
    ...more,
  }
}

export function runOf(kind: RunDto['kind'], stepId: string | null, more: Partial<RunDto> = {}): RunDto {
  return {
    id: crypto.randomUUID(),
    kind,
    stepId,
    status: 'running',
    message: '',
    exitCode: null,
    startedAt: Date.now(),
    endedAt: null,
    ...more,
  }
}

export const emptyMap = (): MapDto => ({
  readAt: Date.now(),
  loadBalancers: [],
  targetGroups: [],
  services: [],
  tasks: [],
  events: [],
})

/** A task as ECS tells of it; the id begins with six letters that tests can look for. */
export function task(name: string, more: Partial<MapDto['tasks'][number]> = {}): MapDto['tasks'][number] {
  return {
    id: name.padEnd(32, '0'),
    group: 'service:web',
    taskDefinition: 'web:1',
    role: 'blue',
    lastStatus: 'RUNNING',
    desiredStatus: 'RUNNING',
    health: 'UNKNOWN',
    ip: '172.31.0.10',
    zone: 'eu-west-1a',
    stoppedReason: null,
    exitCode: null,
    cpu: '256',
    memory: '512',
    ...more,
  }
}

/** Two healthy tasks behind a load balancer. */
export function standingMap(): MapDto {
  return {
    readAt: Date.now(),
    loadBalancers: [
      {
        name: 'web',
        dnsName: 'web-1204863.eu-west-1.elb.amazonaws.com',
        state: 'active',
        zones: ['eu-west-1a', 'eu-west-1b'],
        listeners: [
          {
            port: 80,
            protocol: 'HTTP',
            rules: [
              {
                priority: 'default',
                conditions: [],
                forwards: [{ targetGroup: 'web', weight: 1 }],
                test: false,
                other: null,
              },
            ],
          },
        ],
      },
    ],
    targetGroups: [
      {
        name: 'web',
        protocol: 'HTTP',
        port: 8080,
        healthCheckPath: '/health',
        targets: [
          { id: '172.31.0.10', port: 8080, state: 'healthy', reason: null },
          { id: '172.31.16.11', port: 8080, state: 'healthy', reason: null },
        ],
      },
    ],
    services: [
      {
        cluster: 'lab',
        name: 'web',
        status: 'ACTIVE',
        desired: 2,
        running: 2,
        pending: 0,
        targetGroups: ['web'],
        deployments: [
          {
            id: 'ecs-svc/1',
            status: 'PRIMARY',
            rolloutState: 'COMPLETED',
            taskDefinition: 'web:1',
            desired: 2,
            running: 2,
          },
        ],
      },
    ],
    tasks: [task('3f9a21'), task('77e1b4', { ip: '172.31.16.11', zone: 'eu-west-1b' })],
    events: [
      { at: Date.now() - 8000, text: '(service web) has reached a steady state.' },
      { at: Date.now() - 21_000, text: '(service web) registered 2 targets in (target-group web)' },
      { at: Date.now() - 40_000, text: '(service web) has started 2 tasks: (task 3f9a21) (task 77e1b4).' },
    ],
  }
}

/** A rolling update from web:1 to web:2 in one target group; one new task keeps failing. */
export function rollingMap(): MapDto {
  const map = standingMap()
  map.targetGroups[0]?.targets.push(
    { id: '172.31.0.20', port: 8080, state: 'initial', reason: 'Elb.InitialHealthChecking' },
    { id: '172.31.16.21', port: 8080, state: 'unhealthy', reason: 'Target.ResponseCodeMismatch' },
  )
  map.tasks.push(
    task('5b77e0', { taskDefinition: 'web:2', role: 'green', ip: '172.31.0.20' }),
    task('c20e9d', { taskDefinition: 'web:2', role: 'green', ip: '172.31.16.21', zone: 'eu-west-1b' }),
    task('a1d0c7', {
      taskDefinition: 'web:2',
      role: 'green',
      ip: null,
      lastStatus: 'STOPPED',
      desiredStatus: 'STOPPED',
      stoppedReason: 'Essential container in task exited',
      exitCode: 137,
    }),
  )
  map.services[0]?.deployments.unshift({
    id: 'ecs-svc/2',
    status: 'PRIMARY',
    rolloutState: 'IN_PROGRESS',
    taskDefinition: 'web:2',
    desired: 2,
    running: 2,
  })
  const [, old] = map.services[0]?.deployments ?? []
  if (old !== undefined) old.status = 'ACTIVE'
  return map
}

/** Two target groups with weights 90 and 10. */
export function weightedMap(): MapDto {
  const map = rollingMap()
  const [group] = map.targetGroups
  const rule = map.loadBalancers[0]?.listeners[0]?.rules[0]
  if (group === undefined || rule === undefined) return map
  rule.forwards = [
    { targetGroup: 'web-blue', weight: 90 },
    { targetGroup: 'web-green', weight: 10 },
  ]
  map.targetGroups = [
    { ...group, name: 'web-blue', targets: group.targets.slice(0, 2) },
    {
      ...group,
      name: 'web-green',
      targets: [{ id: '172.31.0.20', port: 8080, state: 'healthy', reason: null }, ...group.targets.slice(3)],
    },
  ]
  map.services = []
  return map
}
