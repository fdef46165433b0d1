import type { Task } from '@aws-sdk/client-ecs'
import { expect, test } from 'vitest'
import { diagnoseTargets } from './diagnose-targets.ts'
import type { ServiceState } from './service-state.ts'

const doors = { port: 8080, healthCheckPath: '/health', securityGroupId: 'sg-1' }

function taskAt(address: string, startedBy: string): Task {
  return { startedBy, attachments: [{ details: [{ name: 'privateIPv4Address', value: address }] }] }
}

/** What is said of a service whose one target is ill, and answers wrongly or not at all. */
function reasonOf(tasks: Task[], { asks = '/health', Reason = 'Target.ResponseCodeMismatch' } = {}) {
  const state = {
    ...{ tasks, primary: { id: 'ecs-svc/2' }, taskGroups: [], balancerGroupIds: [] },
    targetGroup: { HealthCheckPath: asks },
    targets: [{ Target: { Id: '172.31.0.5', Port: 8080 }, TargetHealth: { State: 'unhealthy', Reason } }],
  }
  return diagnoseTargets(state as unknown as ServiceState, doors)?.reason
}

test('an ill task of the newest version is the reason, and so is one that nobody knows', () => {
  expect(reasonOf([taskAt('172.31.0.5', 'ecs-svc/2')])).toBe('app-unhealthy')
  expect(reasonOf([taskAt('172.31.0.6', 'ecs-svc/1')])).toBe('app-unhealthy')
  expect(reasonOf([taskAt('172.31.0.5', 'ecs-svc/2')], { asks: '/healthz' })).toBe('health-check-path')
})

test('an ill task of a version that goes is none, unless its address has a newer task by now', () => {
  expect(reasonOf([taskAt('172.31.0.5', 'ecs-svc/1')])).toBeUndefined()
  expect(reasonOf([taskAt('172.31.0.5', 'ecs-svc/2'), taskAt('172.31.0.5', 'ecs-svc/1')])).toBe(
    'app-unhealthy',
  )
})

test('a task that does not answer may be starting; when ECS has given up on two, it is not', () => {
  const givenUp = { stoppedReason: 'Task failed ELB health checks in (target-group …)' }
  const silent = { Reason: 'Target.Timeout' }
  const task = taskAt('172.31.0.5', 'ecs-svc/2')
  expect(reasonOf([task, givenUp], silent)).toBeUndefined()
  expect(reasonOf([task, givenUp, givenUp], silent)).toBe('health-check-failed')
})
