import { setTimeout as sleep } from 'node:timers/promises'
import { deleteTaskInterface } from '../ec2/network-interfaces.ts'
import type { Scope } from '../../store/store.ts'
import { restartContainers } from './containers.ts'
import { bindPorts, saveTask } from './engine.ts'
import type { Engine } from './engine.ts'
import { advanceTask } from './life-cycle.ts'
import { reconcileService } from './reconcile-service.ts'
import { ecs, taskDefinitionOf } from './store.ts'
import type { TaskDocument } from './store.ts'
import { removeVolumesOf } from './volumes.ts'

/** STOPPED tasks can be described for an hour of the account's time, and for ten minutes on the wall. */
const KEPT_MS = 60 * 60_000
const KEPT_WALL_MS = 10 * 60_000
const TOLD_EVERY_MS = 60_000
/** The practice account stops within three seconds. */
const SUSPEND_MS = 700

/** Moves all tasks and services on, one turn at a time. */
export class TaskTurns {
  readonly #engine: Engine
  readonly #busy = new Map<string, { accountId: string; work: Promise<void> }>()
  readonly #resetting = new Set<string>()
  readonly #resetAt = new Map<string, number>()
  readonly #told = new Map<string, number>()

  constructor(engine: Engine) {
    this.#engine = engine
  }

  /** One turn: each task as far as it goes, then each service. Resolves when all that the turn began is done. */
  async turn(): Promise<void> {
    const begun = this.#eachScope(scope =>
      ecs(scope)
        .tasks.values()
        .flatMap(task => this.#begin(scope, task)),
    )
    this.#reconcile()
    await Promise.all(begun.flat())
    this.#reconcile()
  }

  /**
   * After a start: takes up the containers that still run, runs those again that were suspended, and ends those of no task.
   * Resolves when the first and the last are done.
   */
  async adopt(): Promise<void> {
    const { runtime, sandbox } = this.#engine
    const found = await runtime.list()
    const held = new Set<string>()
    for (const scope of sandbox.store.scopes()) {
      for (const task of ecs(scope).tasks.values()) {
        if (task.lastStatus === 'STOPPED') continue
        for (const { handle } of task.containers) if (handle) held.add(key(handle))
        await this.#adoptTask(scope, task)
      }
    }
    const strays = found.filter(({ handle }) => !held.has(key(handle)))
    await Promise.all(strays.map(({ handle }) => runtime.remove(handle)))
  }

  async #adoptTask(scope: Scope, task: TaskDocument): Promise<void> {
    const { runtime, logs } = this.#engine
    for (const container of task.containers) {
      if (!container.handle || container.lastStatus !== 'RUNNING') continue
      const isAlive = (await runtime.inspect(container.handle)).status === 'running'
      if (isAlive) delete container.suspended
      else if (container.suspended) {
        await runtime.remove(container.handle)
        continue
      }
      bindPorts(this.#engine, scope, task, container)
      const definition = taskDefinitionOf(scope, task.taskDefinitionArn).containerDefinitions.find(
        ({ name }) => name === container.name,
      )
      if (definition) logs.follow(scope, task, container, definition)
    }
    if (task.containers.some(({ suspended }) => suspended)) {
      void this.#work(scope, task, restartContainers(this.#engine, scope, task))
    }
  }

  /** Before a stop: ends all containers, noted so that the next start runs them again. */
  async suspend(): Promise<void> {
    const { runtime, sandbox, logs } = this.#engine
    await Promise.race([this.idle(), sleep(SUSPEND_MS)])
    const running = sandbox.store.scopes().flatMap(scope =>
      ecs(scope)
        .tasks.values()
        .flatMap(task =>
          task.containers
            .filter(({ handle, lastStatus }) => handle && lastStatus === 'RUNNING')
            .map(container => ({ scope, task, container })),
        ),
    )
    for (const { scope, task, container } of running) {
      container.suspended = task.desiredStatus === 'RUNNING'
      saveTask(scope, task)
    }
    await Promise.all(
      running.map(async ({ scope, task, container: { handle, ...container } }) => {
        if (!handle) return
        await runtime.signal(handle, 'SIGTERM')
        const end = Date.now() + SUSPEND_MS
        while (Date.now() < end && (await runtime.inspect(handle)).status === 'running') await sleep(25)
        await runtime.signal(handle, 'SIGKILL')
        await logs.drain(scope, task, { ...container, handle })
        await runtime.remove(handle)
      }),
    )
  }

  /** Waits for what is under way. */
  async idle(accountId?: string): Promise<void> {
    const works = [...this.#busy.values()].filter(busy => !accountId || busy.accountId === accountId)
    await Promise.all(works.map(({ work }) => work))
  }

  /** Ends everything of an account, whose documents are about to be removed. */
  async reset(accountId: string): Promise<void> {
    this.#resetting.add(accountId)
    try {
      await this.idle(accountId)
      await this.removeAll(accountId)
      this.#resetAt.set(accountId, this.#engine.sandbox.clock.now())
    } finally {
      this.#resetting.delete(accountId)
    }
  }

  /** Kills every container, of one account or of all. */
  async removeAll(accountId?: string): Promise<void> {
    const { runtime, logs, sandbox } = this.#engine
    for (const scope of sandbox.store.scopes()) {
      if (accountId && scope.accountId !== accountId) continue
      for (const task of ecs(scope).tasks.values()) {
        for (const container of task.containers) {
          if (container.handle) logs.forget(scope, task, container)
          container.lastStatus = 'STOPPED'
          bindPorts(this.#engine, scope, task, container)
        }
        task.lastStatus = 'STOPPED'
        saveTask(scope, task)
      }
      for (const service of ecs(scope).services.values()) service.status = 'INACTIVE'
    }
    const found = await runtime.list()
    const own = found.filter(container => !accountId || container.accountId === accountId)
    await Promise.all(own.map(({ handle }) => runtime.remove(handle)))
    removeVolumesOf(sandbox, accountId)
  }

  #eachScope<T>(work: (scope: Scope) => T): T[] {
    return this.#engine.sandbox.store
      .scopes()
      .filter(({ accountId }) => !this.#resetting.has(accountId))
      .map(work)
  }

  #reconcile(): void {
    this.#eachScope(scope => {
      for (const service of ecs(scope).services.values()) {
        try {
          reconcileService(this.#engine, scope, service)
        } catch (error) {
          this.#tell(service.serviceArn, error)
        }
      }
    })
  }

  #begin(scope: Scope, task: TaskDocument): Promise<void>[] {
    if (task.createdAt <= (this.#resetAt.get(scope.accountId) ?? 0)) {
      this.#forgetRestored(scope, task)
      return []
    }
    if (task.lastStatus === 'STOPPED') {
      this.#forgetOld(scope, task)
      return []
    }
    if (this.#busy.has(task.id)) return []
    return [this.#work(scope, task, advanceTask(this.#engine, scope, task))]
  }

  #work(scope: Scope, task: TaskDocument, begun: Promise<void>): Promise<void> {
    const work = begun
      .catch((error: unknown) => this.#tell(task.taskArn, error))
      .finally(() => this.#busy.delete(task.id))
    this.#busy.set(task.id, { accountId: scope.accountId, work })
    return work
  }

  /** A snapshot brought it: its containers are another's or gone. Its service starts new tasks. */
  #forgetRestored(scope: Scope, task: TaskDocument): void {
    const { sandbox, targets } = this.#engine
    ecs(scope).tasks.delete(task.id)
    const { interface: eni } = task
    if (!eni) return
    deleteTaskInterface(scope, eni.networkInterfaceId)
    for (const { targetGroupArn, containerPort: port } of task.targets) {
      try {
        targets.deregisterTargets(sandbox, scope, targetGroupArn, [{ id: eni.privateIpAddress, port }])
      } catch {
        // The group is not there any more.
      }
    }
  }

  #forgetOld(scope: Scope, task: TaskDocument): void {
    const { clock } = this.#engine.sandbox
    if (clock.time(scope.accountId) - task.statusTime < KEPT_MS) return
    if (clock.now() - (task.stoppedAt ?? 0) < KEPT_WALL_MS) return
    ecs(scope).tasks.delete(task.id)
  }

  /** The same trouble comes ten times a second: it is told once a minute. */
  #tell(arn: string, error: unknown): void {
    const now = this.#engine.sandbox.clock.now()
    if (now - (this.#told.get(arn) ?? 0) < TOLD_EVERY_MS) return
    this.#told.set(arn, now)
    this.#engine.sandbox.log.error({ arn, err: error }, 'ECS could not carry on here; it tries again.')
  }
}

function key(handle: NonNullable<TaskDocument['containers'][number]['handle']>): string {
  return handle.kind === 'docker' ? handle.id : `${handle.pid}/${handle.startTime}`
}
