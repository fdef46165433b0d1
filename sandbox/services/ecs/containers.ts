import type { ContainerDefinition } from '@aws-sdk/client-ecs'
import { decimalId } from '../../ids.ts'
import { PullError } from '../../runtime/runtime.ts'
import type { Scope } from '../../store/store.ts'
import { pullImage } from '../ecr/pull-image.ts'
import { startOrder } from './container-order.ts'
import { planContainer } from './container-plan.ts'
import { completePlan } from './complete-plan.ts'
import { bindPorts, saveTask, stopTask } from './engine.ts'
import type { Engine } from './engine.ts'
import { checkContainerHealth } from './container-health.ts'
import { LEAST_STOP_MS } from './real-time.ts'
import { mayRestart } from './restart-policy.ts'
import { environmentOfFiles } from './environment-files.ts'
import { secretsOf, secretValues } from './secrets.ts'
import { reachProblem } from './task-reach.ts'
import { makeVolumes } from './volumes.ts'
import { taskDefinitionOf } from './store.ts'
import type { ContainerDocument, TaskDocument } from './store.ts'

const STOP_TIMEOUT_S = 30
/** How long Fargate tries what its network does not lead to. */
const NO_ROUTE_MS = 5 * 60_000
const OUT_OF_MEMORY = 'OutOfMemoryError: Container killed due to memory usage'

/** Pulls the images, opens the log streams and starts the containers in their order. True when all were started. */
export async function startContainers(engine: Engine, scope: Scope, task: TaskDocument): Promise<boolean> {
  const definitions = startOrder(taskDefinitionOf(scope, task.taskDefinitionArn).containerDefinitions)
  try {
    if (!reachesAll(engine, scope, task, definitions)) return false
    if (task.pullStoppedAt === undefined) await pullImages(engine, scope, task, definitions)
    for (const definition of definitions) {
      if (task.desiredStatus === 'STOPPED') return false
      const container = task.containers.find(({ name }) => name === definition.name)
      if (!container || container.lastStatus !== 'PENDING') continue
      if (!dependenciesMet(task, definition)) return false
      await startContainer(engine, scope, task, container, definition)
    }
    return true
  } catch (error) {
    failToStart(engine, scope, task, error)
    return false
  }
}

/** Whether the network leads to what the task needs at its start. Throws when it has not for as long as Fargate tries. */
function reachesAll(
  engine: Engine,
  scope: Scope,
  task: TaskDocument,
  definitions: ContainerDefinition[],
): boolean {
  // On an instance it is the instance that pulls and logs.
  if (task.pullStoppedAt !== undefined || task.launchType !== 'FARGATE' || !task.interface) return true
  const problem = reachProblem(scope, task.interface, definitions)
  if (problem === undefined) return true
  task.pullStartedAt ??= engine.sandbox.clock.now()
  if (engine.sandbox.clock.time(scope.accountId) - task.statusTime < NO_ROUTE_MS) return false
  for (const container of task.containers) {
    if (container.image === problem.image) container.reason = problem.message
  }
  throw new Error(problem.message)
}

async function pullImages(
  engine: Engine,
  scope: Scope,
  task: TaskDocument,
  definitions: ContainerDefinition[],
): Promise<void> {
  const { clock } = engine.sandbox
  task.pullStartedAt ??= clock.now()
  for (const definition of definitions) engine.logs.open(scope, task, definition)
  for (const definition of definitions) {
    secretValues(engine.sandbox, scope, task, secretsOf(definition))
    await environmentOfFiles(engine.sandbox, scope, task, definition)
  }
  makeVolumes(engine.sandbox, scope, task)
  await Promise.all(
    task.containers.map(async container => {
      try {
        const { digest } = await pullImage(engine.sandbox, engine.runtime, {
          ...{ image: container.image, taskId: task.id },
          executionRoleArn: taskDefinitionOf(scope, task.taskDefinitionArn).executionRoleArn,
        })
        if (digest) container.imageDigest = digest
      } catch (error) {
        container.reason = (error as Error).message
        throw error
      }
    }),
  )
  task.pullStoppedAt = clock.now()
  saveTask(scope, task)
}

/** Runs the containers again that an earlier practice account ended to stop itself. */
export async function restartContainers(engine: Engine, scope: Scope, task: TaskDocument): Promise<void> {
  task.restartedAt = engine.sandbox.clock.now()
  for (const definition of startOrder(taskDefinitionOf(scope, task.taskDefinitionArn).containerDefinitions)) {
    const container = task.containers.find(({ name }) => name === definition.name)
    if (!container?.suspended) continue
    const { startedAt, startedTime, runtimeId, createdAt } = container
    engine.logs.forget(scope, task, container)
    delete container.suspended
    await startContainer(engine, scope, task, container, definition)
    // To the account nothing happened.
    Object.assign(container, { startedAt, startedTime, runtimeId, createdAt })
    saveTask(scope, task)
  }
}

async function startContainer(
  engine: Engine,
  scope: Scope,
  task: TaskDocument,
  container: ContainerDocument,
  definition: ContainerDefinition,
): Promise<void> {
  const plan = await completePlan(
    engine.sandbox,
    scope,
    task,
    definition,
    planContainer(engine, scope, task, container, definition),
  )
  const { handle, ports } = await engine.runtime.start(plan)
  const { clock } = engine.sandbox
  Object.assign(container, { handle, ports, lastStatus: 'RUNNING' } satisfies Partial<ContainerDocument>)
  container.runtimeId = `${task.id}-${decimalId(10)}`
  container.createdAt = container.startedAt = clock.now()
  container.startedTime = clock.time(scope.accountId)
  bindPorts(engine, scope, task, container)
  engine.logs.follow(scope, task, container, definition)
  saveTask(scope, task)
}

/** Whether what the container's dependsOn asks for has come true. Throws when it never will. */
function dependenciesMet(task: TaskDocument, definition: ContainerDefinition): boolean {
  return (definition.dependsOn ?? []).every(({ containerName, condition }) => {
    const dependency = task.containers.find(({ name }) => name === containerName)
    if (!dependency) return false
    const ended = dependency.lastStatus === 'STOPPED'
    const failed = `TaskFailedToStart: container ${definition.name} waits for ${containerName} to be ${condition}`
    switch (condition) {
      case 'COMPLETE':
        return ended
      case 'SUCCESS':
        if (ended && dependency.exitCode !== 0)
          throw new Error(`${failed}, which ended with exit code ${dependency.exitCode}`)
        return ended
      case 'HEALTHY':
        if (ended || dependency.healthStatus === 'UNHEALTHY') {
          throw new Error(`${failed}, which ${ended ? 'ended' : 'is UNHEALTHY'}`)
        }
        return dependency.healthStatus === 'HEALTHY'
      default:
        return dependency.lastStatus !== 'PENDING'
    }
  })
}

function failToStart(engine: Engine, scope: Scope, task: TaskDocument, error: unknown): void {
  if (error instanceof PullError && error.advice) {
    task.advice = error.advice
    engine.sandbox.log.warn({ taskArn: task.taskArn }, error.advice)
  }
  task.pullStoppedAt ??= engine.sandbox.clock.now()
  stopTask(engine, scope, task, {
    stopCode: 'TaskFailedToStart',
    stoppedReason: (error as Error).message,
  })
}

/** Runs a container again that has ended, as its restart policy wants: the task goes on. */
async function restartEnded(
  engine: Engine,
  scope: Scope,
  task: TaskDocument,
  container: ContainerDocument,
  definition: ContainerDefinition,
): Promise<void> {
  if (container.handle) {
    await engine.logs.drain(scope, task, container)
    engine.logs.forget(scope, task, container)
    await engine.runtime.remove(container.handle)
  }
  container.restartCount = (container.restartCount ?? 0) + 1
  container.healthStatus = 'UNKNOWN'
  delete container.health
  await startContainer(engine, scope, task, container, definition)
}

/** Looks at the running containers: who has ended, and how those with a health check are. */
export async function watchContainers(engine: Engine, scope: Scope, task: TaskDocument): Promise<void> {
  const definitions = taskDefinitionOf(scope, task.taskDefinitionArn).containerDefinitions
  for (const container of task.containers) {
    if (container.lastStatus !== 'RUNNING' || !container.handle) continue
    const state = await engine.runtime.inspect(container.handle)
    const definition = definitions.find(({ name }) => name === container.name)
    if (state.status === 'running') {
      if (definition) await checkContainerHealth(engine, scope, task, container, definition)
      continue
    }
    if (definition && mayRestart(engine.sandbox.clock, scope, task, container, definition, state)) {
      await restartEnded(engine, scope, task, container, definition)
      continue
    }
    container.lastStatus = 'STOPPED'
    container.exitCode = state.status === 'exited' ? state.exitCode : 137
    if (state.status === 'exited' && state.outOfMemory) {
      container.reason = OUT_OF_MEMORY
      container.exitCode = 137
    }
    bindPorts(engine, scope, task, container)
    await engine.logs.drain(scope, task, container)
    saveTask(scope, task)
    if (definition?.essential !== false) {
      stopTask(engine, scope, task, {
        stopCode: 'EssentialContainerExited',
        stoppedReason: 'Essential container in task exited',
      })
    }
  }
}

/** SIGTERM, after stopTimeout SIGKILL; a container ends only after those that depend on it. True when none is left. */
export async function endContainers(engine: Engine, scope: Scope, task: TaskDocument): Promise<boolean> {
  const { clock } = engine.sandbox
  const definitions = taskDefinitionOf(scope, task.taskDefinitionArn).containerDefinitions
  const running = task.containers.filter(({ lastStatus }) => lastStatus === 'RUNNING')
  for (const container of running) {
    if (!container.handle) continue
    const dependents = definitions
      .filter(({ dependsOn }) => dependsOn?.some(({ containerName }) => containerName === container.name))
      .map(({ name }) => name)
    if (running.some(({ name }) => dependents.includes(name))) continue
    const stopTimeout = definitions.find(({ name }) => name === container.name)?.stopTimeout ?? STOP_TIMEOUT_S
    const { terminated } = container
    if (!terminated) {
      container.terminated = { time: clock.time(scope.accountId), at: clock.now() }
      saveTask(scope, task)
      await engine.runtime.signal(container.handle, 'SIGTERM')
    } else if (
      !terminated.killed &&
      clock.time(scope.accountId) - terminated.time >= stopTimeout * 1000 &&
      clock.now() - terminated.at >= Math.min(stopTimeout * 1000, LEAST_STOP_MS)
    ) {
      terminated.killed = true
      saveTask(scope, task)
      await engine.runtime.signal(container.handle, 'SIGKILL')
    }
  }
  if (running.length > 0) return false
  if (task.containers.some(({ startedAt }) => startedAt !== undefined)) {
    task.executionStoppedAt ??= clock.now()
  }
  for (const container of task.containers) container.lastStatus = 'STOPPED'
  return true
}
