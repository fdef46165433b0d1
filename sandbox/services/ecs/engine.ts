import type { Sandbox } from '../../operation.ts'
import type { ContainerPlan, Runtime } from '../../runtime/runtime.ts'
import type { Scope } from '../../store/store.ts'
import type * as targets from '../elbv2/targets.ts'
import { sendTaskStateChange } from './event-stream.ts'
import type { LogDriver } from './log-driver.ts'
import { ecs } from './store.ts'
import type { ContainerDocument, TaskDocument, TaskStatus } from './store.ts'

/** What load balancing offers a service's scheduler. */
export type Targets = Pick<typeof targets, 'registerTargets' | 'deregisterTargets' | 'targetHealth'>

/** What the controllers work with: made once at the start, or by a test with fakes. */
export interface Engine {
  sandbox: Sandbox
  runtime: Runtime
  targets: Targets
  logs: LogDriver
  /** Runs a Lambda function once, for a deployment's hook. Rejects with what Lambda answers. */
  invokeFunction(
    scope: Scope,
    functionArn: string,
    payload: string,
  ): Promise<{ payload: string; failed: boolean }>
  /** Variables that tell a container where AWS, its metadata and its role's credentials are, by what it really runs as. */
  access(scope: Scope, task: TaskDocument, container: ContainerDocument): NonNullable<ContainerPlan['access']>
}

/** Writes a task back, unless its account was reset meanwhile. */
export function saveTask(scope: Scope, task: TaskDocument): void {
  const { tasks } = ecs(scope)
  if (tasks.has(task.id)) tasks.put(task.id, task)
}

/** Takes up a new task. */
export function addTask(sandbox: Sandbox, scope: Scope, task: TaskDocument): void {
  ecs(scope).tasks.put(task.id, task)
  sendTaskStateChange(sandbox, scope, task)
}

/** Brings a task into its next state. */
export function moveTask(engine: Engine, scope: Scope, task: TaskDocument, status: TaskStatus): void {
  const { clock } = engine.sandbox
  task.lastStatus = status
  task.statusTime = clock.time(scope.accountId)
  task.version++
  if (status === 'RUNNING') {
    task.startedAt = clock.now()
    task.startedTime = task.statusTime
  }
  if (status === 'STOPPED') task.stoppedAt = clock.now()
  saveTask(scope, task)
  sendTaskStateChange(engine.sandbox, scope, task)
}

/** Asks for a task's end. The first reason stays. */
export function stopTask(
  engine: Pick<Engine, 'sandbox'>,
  scope: Scope,
  task: TaskDocument,
  why: { stopCode: NonNullable<TaskDocument['stopCode']>; stoppedReason: string },
): void {
  if (task.desiredStatus === 'STOPPED') return
  task.desiredStatus = 'STOPPED'
  task.stopCode = why.stopCode
  task.stoppedReason = why.stoppedReason
  task.stoppingAt = engine.sandbox.clock.now()
  task.version++
  saveTask(scope, task)
  sendTaskStateChange(engine.sandbox, scope, task)
}

/** Makes a container's ports reachable at the task's private address, or no longer so. */
export function bindPorts(
  engine: Engine,
  scope: Scope,
  task: TaskDocument,
  container: ContainerDocument,
): void {
  const ip = task.interface?.privateIpAddress
  if (!ip) return
  const { accountId, region } = scope
  for (const [port, real] of Object.entries(container.ports)) {
    const endpoint = { accountId, region, ip, port: Number(port) }
    if (container.lastStatus === 'RUNNING') engine.sandbox.addresses.bind(endpoint, real)
    else engine.sandbox.addresses.unbind(endpoint)
  }
}
