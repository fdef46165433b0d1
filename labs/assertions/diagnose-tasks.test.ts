import type { Task } from '@aws-sdk/client-ecs'
import { expect, test } from 'vitest'
import { diagnoseTasks } from './diagnose-tasks.ts'
import type { ServiceState } from './service-state.ts'

const failed: Task = {
  taskArn: 'arn:aws:ecs:eu-west-1:123456789012:task/lab/0123456789abcdef0123456789abcdef',
  startedBy: 'ecs-svc/1',
  lastStatus: 'STOPPED',
  stopCode: 'TaskFailedToStart',
  stoppedReason: 'ResourceInitializationError: nobody knows why',
  createdAt: new Date(2000),
  stoppedAt: new Date(3000),
}
/** Runs since before the other one failed. */
const running: Task = { startedBy: 'ecs-svc/1', lastStatus: 'RUNNING', createdAt: new Date(1000) }
const ended = { ...failed, stopCode: 'EssentialContainerExited' as const }

/** The reason for which a service that wants two tasks does not get there. */
function reasonOf(tasks: Task[], desiredCount = 2): string | undefined {
  const state = { tasks, primary: { id: 'ecs-svc/1' }, service: { desiredCount, serviceName: 'web' } }
  return diagnoseTasks(state as ServiceState)?.reason
}

test('a task that did not start is a failure as long as others are missing', () => {
  expect(reasonOf([failed])).toBe('task-failed')
  expect(reasonOf([failed, running])).toBe('task-failed')
})

test('it is none any more when as many as are wanted have started, before it or after', () => {
  expect(reasonOf([failed, running, running])).toBeUndefined()
  expect(reasonOf([failed, running], 1)).toBeUndefined()
})

test('tasks that start of another deployment do not make up for it', () => {
  const older = { ...running, startedBy: 'ecs-svc/0' }
  expect(reasonOf([failed, running, older])).toBe('task-failed')
})

test('a program that ended stays a failure until a later task runs, however many run since before', () => {
  expect(reasonOf([ended, running, running])).toBe('task-failed')
  expect(reasonOf([ended, running, { ...running, createdAt: new Date(4000) }])).toBeUndefined()
})

test('one that the scheduler or somebody stopped has not failed', () => {
  expect(reasonOf([{ ...failed, stopCode: 'ServiceSchedulerInitiated' }])).toBeUndefined()
  expect(reasonOf([{ ...failed, stopCode: 'UserInitiated' }])).toBeUndefined()
})
