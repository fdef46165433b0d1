import type { DeploymentDto, DeploymentStage } from '../../../../lab-runner/contract.ts'

export const stage = (
  name: string,
  status: DeploymentStage['status'],
  more: Partial<DeploymentStage> = {},
): DeploymentStage => ({ name, status, startedAt: null, endedAt: null, hooks: [], message: null, ...more })

export function deployment(more: Partial<DeploymentDto> = {}): DeploymentDto {
  return {
    ...{ id: 'd-4XK29QT7F', name: 'd-4XK29QT7F', engine: 'CodeDeploy', cluster: 'lab', service: 'web' },
    ...{ method: 'CodeDeployDefault.ECSCanary10Percent5Minutes', status: 'InProgress', phase: 'running' },
    ...{ createdAt: 0, endedAt: null, error: null, wait: null, actions: [], alarms: [] },
    ...{ rollbackOf: null, rolledBackBy: null, stages: [] },
    versions: [version('blue', 90), version('green', 10)],
    ...more,
  }
}

function version(role: 'blue' | 'green', weight: number): DeploymentDto['versions'][number] {
  return {
    ...{ role, id: `ecs-svc/${role}`, taskDefinition: role === 'blue' ? 'web:1' : 'web:2', status: 'ACTIVE' },
    ...{ targetGroup: `web-${role}`, desired: 2, running: 2, pending: 0, weight },
    testWeight: role === 'green' ? 100 : 0,
  }
}

/** A canary that has moved a tenth, half a minute before the rest, with a hook that is done. */
export function shiftingDeployment(now = Date.now()): DeploymentDto {
  const names = ['BeforeInstall', 'Install', 'AfterInstall', 'AllowTestTraffic', 'AfterAllowTestTraffic']
  return deployment({
    createdAt: now - 60_000,
    phase: 'waiting',
    stages: [
      ...names.map((name, n) =>
        stage(name, 'done', {
          ...{ startedAt: now - 60_000 + n * 9000, endedAt: now - 51_000 + n * 9000 },
          hooks: name === 'AfterAllowTestTraffic' ? [{ name: 'smoke', status: 'Succeeded' }] : [],
        }),
      ),
      stage('BeforeAllowTraffic', 'done', { startedAt: now - 15_000, endedAt: now - 10_000 }),
      stage('AllowTraffic', 'running', { startedAt: now - 9000 }),
      stage('AfterAllowTraffic', 'todo'),
    ],
    wait: {
      ...{ kind: 'shift', since: now - 9000, endsAt: now + 21_000, minutes: 5, then: 'shift' },
      nextWeight: 100,
    },
    actions: [
      { kind: 'stop-and-roll-back', hookId: null },
      { kind: 'stop', hookId: null },
    ],
    alarms: [{ name: 'web-5xx', triggered: false }],
  })
}

/** The one before it, which an alarm has stopped. */
export const failedDeployment = (now = Date.now()): DeploymentDto =>
  deployment({
    ...{ id: 'd-FAILED001', name: 'd-FAILED001', status: 'Stopped', phase: 'stopped' },
    ...{ createdAt: now - 600_000, endedAt: now - 540_000, rolledBackBy: 'd-ROLLBACK1' },
    error: {
      code: 'ALARM_ACTIVE',
      message:
        'One or more alarms have been activated according to the Amazon CloudWatch metrics you selected, and the affected deployments have been stopped. Activated alarms: web-5xx',
    },
    stages: [
      stage('BeforeInstall', 'done', { startedAt: now - 600_000, endedAt: now - 599_000 }),
      stage('Install', 'done', { startedAt: now - 599_000, endedAt: now - 580_000 }),
      stage('AllowTraffic', 'failed', { startedAt: now - 580_000, endedAt: now - 540_000 }),
      stage('AfterAllowTraffic', 'skipped'),
    ],
    alarms: [{ name: 'web-5xx', triggered: true }],
  })

const NATIVE_STAGES = [
  ...['PRE_SCALE_UP', 'SCALE_UP', 'POST_SCALE_UP', 'TEST_TRAFFIC_SHIFT', 'POST_TEST_TRAFFIC_SHIFT'],
  ...['PRODUCTION_TRAFFIC_SHIFT', 'POST_PRODUCTION_TRAFFIC_SHIFT', 'BAKE_TIME', 'CLEAN_UP'],
]

/** One by a strategy of ECS's own, as it stands in this stage. */
export function nativeDeployment(current: string, more: Partial<DeploymentDto> = {}): DeploymentDto {
  const now = Date.now()
  const at = NATIVE_STAGES.indexOf(current)
  const arn = 'arn:aws:ecs:eu-west-1:111122223333:service-deployment/lab/web/native01'
  return deployment({
    ...{ id: arn, name: 'native01', engine: 'ECS', method: 'BLUE_GREEN', status: 'IN_PROGRESS' },
    createdAt: now - 60_000,
    stages: NATIVE_STAGES.map((name, n) =>
      n < at
        ? stage(name, 'done', { startedAt: now - 60_000 + n * 5000, endedAt: now - 55_000 + n * 5000 })
        : stage(name, n === at ? 'running' : 'todo', { startedAt: n === at ? now - 5000 : null }),
    ),
    ...more,
  })
}

/** It waits at a PAUSE hook for somebody who approves it. */
export function pausedDeployment(hookId: string, now = Date.now()): DeploymentDto {
  const paused = nativeDeployment('POST_TEST_TRAFFIC_SHIFT')
  return {
    ...paused,
    phase: 'waiting',
    stages: paused.stages.map(one =>
      one.status === 'running'
        ? { ...one, status: 'waiting', hooks: [{ name: 'PAUSE', status: 'AWAITING_ACTION' }] }
        : one,
    ),
    wait: {
      ...{ kind: 'pause', since: now - 5000, endsAt: now + 3_600_000, minutes: 1440, then: 'roll-back' },
      nextWeight: null,
    },
    actions: [
      { kind: 'approve', hookId },
      { kind: 'reject', hookId },
    ],
  }
}
