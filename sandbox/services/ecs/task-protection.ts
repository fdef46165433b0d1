import type { Failure, ProtectedTask } from '@aws-sdk/client-ecs'
import type { Clock } from '../../clock.ts'
import { arn } from '../../ids.ts'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { saveTask } from './engine.ts'
import { invalidParameter, lookupTask, missing, nameOf } from './lookup.ts'
import { ecs } from './store.ts'
import type { ClusterDocument, TaskDocument } from './store.ts'

const DEFAULT_MINUTES = 120
const MOST_MINUTES = 2880
const MOST_TASKS = 10

/** Whether scale-in and deployments must leave the task alone. */
export function isProtected(clock: Clock, scope: Scope, task: TaskDocument): boolean {
  return clock.time(scope.accountId) < (task.protectedUntil ?? 0)
}

/** Tasks that a request names, and failures for those that protection does not apply to. Throws InvalidParameterException. */
export function protectableTasks(
  scope: Scope,
  cluster: ClusterDocument,
  references: string[],
): { tasks: TaskDocument[]; failures: Failure[] } {
  if (references.length > MOST_TASKS) {
    throw invalidParameter(`Tasks can not exceed ${MOST_TASKS} in length.`)
  }
  const tasks: TaskDocument[] = []
  const failures: Failure[] = []
  for (const reference of references) {
    const task = lookupTask(scope, cluster, reference)
    const taskArn = arn(scope, 'ecs', `task/${cluster.clusterName}/${nameOf(reference)}`)
    if (!task || task.lastStatus === 'STOPPED') failures.push(missing(taskArn))
    else if (!task.serviceName) failures.push({ arn: taskArn, reason: 'TASK_NOT_VALID' })
    else tasks.push(task)
  }
  return { tasks, failures }
}

/** Protects a task for so long, or no more. Answers the failure of one that holds a deployment up already. */
export function setProtection(
  sandbox: Sandbox,
  scope: Scope,
  task: TaskDocument,
  enabled: boolean,
  minutes = DEFAULT_MINUTES,
): Failure | undefined {
  if (enabled && blocksDeployment(sandbox.clock, scope, task)) {
    return { arn: task.taskArn, reason: 'DEPLOYMENT_BLOCKED' }
  }
  if (enabled) task.protectedUntil = sandbox.clock.time(scope.accountId) + minutes * 60_000
  else delete task.protectedUntil
  saveTask(scope, task)
  return undefined
}

/** Throws InvalidParameterException. */
export function checkProtectionMinutes(enabled: boolean, minutes: number | undefined): void {
  if (minutes === undefined) return
  if (!enabled) {
    throw invalidParameter('expiresInMinutes can only be specified when protectionEnabled is true.')
  }
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > MOST_MINUTES) {
    throw invalidParameter(`expiresInMinutes must be between 1 and ${MOST_MINUTES}.`)
  }
}

/** A task's protection as AWS answers it; the date is when it ends at the account's present time scale. */
export function protectionShape(clock: Clock, scope: Scope, task: TaskDocument): ProtectedTask {
  if (!isProtected(clock, scope, task)) return { taskArn: task.taskArn, protectionEnabled: false }
  const left = (task.protectedUntil ?? 0) - clock.time(scope.accountId)
  const expirationDate = new Date(clock.now() + left / clock.scale(scope.accountId))
  return { taskArn: task.taskArn, protectionEnabled: true, expirationDate }
}

/** Whether a newer deployment waits for protected tasks of the one that this task belongs to. */
function blocksDeployment(clock: Clock, scope: Scope, task: TaskDocument): boolean {
  const service = ecs(scope).services.get(`${task.clusterName}/${task.serviceName ?? ''}`)
  const [primary] = service?.deployments ?? []
  if (!service || !primary || primary.rolloutState !== 'IN_PROGRESS' || primary.id === task.startedBy) {
    return false
  }
  return ecs(scope)
    .tasks.values()
    .some(other => other.startedBy === task.startedBy && isProtected(clock, scope, other))
}
