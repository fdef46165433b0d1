import { createTaskInterface, deleteTaskInterface } from '../ec2/network-interfaces.ts'
import type { Scope } from '../../store/store.ts'
import { endContainers, startContainers, watchContainers } from './containers.ts'
import { planNetwork } from './container-plan.ts'
import { moveTask, saveTask, stopTask } from './engine.ts'
import type { Engine } from './engine.ts'
import { ecs } from './store.ts'
import { removeVolumes } from './volumes.ts'
import type { TaskDocument, TaskStatus } from './store.ts'

interface Stage {
  /** The least that AWS takes for it, in the account's own milliseconds. */
  atLeastMs: number
  next: TaskStatus
  /** Does what is left of the stage; true when nothing is. Called again until then. */
  work: (engine: Engine, scope: Scope, task: TaskDocument) => Promise<boolean> | boolean
}

/** A task's states, what is done in each, and what comes next. A task that has to stop leaves the first three for DEACTIVATING. */
const STAGES: Record<Exclude<TaskStatus, 'STOPPED'>, Stage> = {
  PROVISIONING: { atLeastMs: 8_000, next: 'PENDING', work: attachInterface },
  PENDING: { atLeastMs: 8_000, next: 'ACTIVATING', work: startContainers },
  ACTIVATING: { atLeastMs: 3_000, next: 'RUNNING', work: () => true },
  RUNNING: { atLeastMs: 0, next: 'DEACTIVATING', work: (_engine, _scope, task) => hasToStop(task) },
  DEACTIVATING: { atLeastMs: 0, next: 'STOPPING', work: (_engine, _scope, task) => isDrained(task) },
  STOPPING: { atLeastMs: 0, next: 'DEPROVISIONING', work: endContainers },
  DEPROVISIONING: { atLeastMs: 5_000, next: 'STOPPED', work: releaseInterface },
}

const STARTING = new Set<TaskStatus>(['PROVISIONING', 'PENDING', 'ACTIVATING'])

/** Takes a task as far as it goes now. Called at every turn of the controllers, never twice at a time for one task. */
export async function advanceTask(engine: Engine, scope: Scope, task: TaskDocument): Promise<void> {
  await watchContainers(engine, scope, task)
  for (;;) {
    if (task.lastStatus === 'STOPPED' || !ecs(scope).tasks.has(task.id)) return
    if (hasToStop(task) && STARTING.has(task.lastStatus)) moveTask(engine, scope, task, 'DEACTIVATING')
    const stage = STAGES[task.lastStatus]
    const done = await stage.work(engine, scope, task)
    if (hasToStop(task) && STARTING.has(task.lastStatus)) continue
    const elapsed = engine.sandbox.clock.time(scope.accountId) - task.statusTime
    if (!done || elapsed < stage.atLeastMs) return
    moveTask(engine, scope, task, stage.next)
  }
}

function attachInterface(engine: Engine, scope: Scope, task: TaskDocument): boolean {
  if (task.interface || task.networkMode) return true
  const { subnets, securityGroups, assignPublicIp } = task.network
  const used = ecs(scope)
    .tasks.values()
    .filter(({ serviceName, group, id }) => serviceName && group === task.group && id !== task.id)
  const load = (subnet: string) =>
    used.filter(other => other.lastStatus !== 'STOPPED' && other.interface?.subnetId === subnet).length
  const subnetId = [...subnets].sort((a, b) => load(a) - load(b))[0] ?? ''
  try {
    task.interface = createTaskInterface(scope, {
      subnetId,
      securityGroupIds: securityGroups,
      assignPublicIp,
      description: task.taskArn.replace(
        /^.*:task\//,
        `arn:aws:ecs:${scope.region}:${scope.accountId}:attachment/`,
      ),
    })
    saveTask(scope, task)
    engine.runtime.prepare?.(planNetwork(scope, task))
    return true
  } catch (error) {
    const { name, message } = error as Error
    stopTask(engine, scope, task, {
      stopCode: 'TaskFailedToStart',
      stoppedReason: `Unexpected EC2 error while attempting to Create Network Interface in subnet '${subnetId}': ${name}: ${message}`,
    })
    return false
  }
}

function hasToStop(task: TaskDocument): boolean {
  return task.desiredStatus === 'STOPPED'
}

/** No load balancer sends to it any more, or there is nothing left to send to. The scheduler moves the registrations on. */
function isDrained(task: TaskDocument): boolean {
  // Spot capacity goes whether requests are under way or not.
  if (task.stopCode === 'SpotInterruption') return true
  const alive = task.containers.some(({ lastStatus }) => lastStatus === 'RUNNING')
  return task.targets.every(({ state }) => state !== 'registered' && !(alive && state === 'draining'))
}

async function releaseInterface(engine: Engine, scope: Scope, task: TaskDocument): Promise<boolean> {
  for (const container of task.containers) {
    if (container.handle) {
      engine.logs.forget(scope, task, container)
      await engine.runtime.remove(container.handle)
    }
    delete container.handle
  }
  await engine.runtime.release?.(task.id)
  task.executionStoppedAt ??= engine.sandbox.clock.now()
  if (task.interface) deleteTaskInterface(scope, task.interface.networkInterfaceId)
  removeVolumes(engine.sandbox, scope, task)
  saveTask(scope, task)
  return true
}
