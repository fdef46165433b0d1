import { randomUUID } from 'node:crypto'
import type { ContainerDefinition } from '@aws-sdk/client-ecs'
import type { Sandbox } from '../../operation.ts'
import type { Follower, Runtime } from '../../runtime/runtime.ts'
import type { Scope } from '../../store/store.ts'
import { appendLogEvents } from '../logs/append.ts'
import { createGroup } from '../logs/create.ts'
import { logs } from '../logs/store.ts'
import { ecs } from './store.ts'
import type { ContainerDocument, TaskDocument } from './store.ts'

interface Destination {
  scope: Scope
  group: string
  stream: string
  createGroup: boolean
}

/** The awslogs driver: a container's lines become events of its log stream, `prefix/container/task`. */
export class LogDriver {
  readonly #sandbox: Sandbox
  readonly #runtime: Pick<Runtime, 'follow'>
  readonly #followers = new Map<string, Follower>()
  #toldOf: string | undefined

  constructor(sandbox: Sandbox, runtime: Pick<Runtime, 'follow'>) {
    this.#sandbox = sandbox
    this.#runtime = runtime
  }

  /** Makes the container's log stream. Throws with AWS's ResourceInitializationError when its group is missing. */
  open(scope: Scope, task: TaskDocument, definition: ContainerDefinition): void {
    const to = this.#destination(scope, task, definition)
    if (!to) return
    if (!logs(to.scope).groups.has(to.group)) {
      if (!to.createGroup) {
        throw new Error(
          `ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: operation error CloudWatch Logs: CreateLogStream, https response error StatusCode: 400, RequestID: ${randomUUID()}, ResourceNotFoundException: The specified log group does not exist. : exit status 1`,
        )
      }
      createGroup(this.#sandbox, to.scope, { logGroupName: to.group })
    }
    appendLogEvents(this.#sandbox, to.scope, to.group, to.stream, [])
  }

  /** Begins to read a running container's output, where an earlier process left off. */
  follow(
    scope: Scope,
    task: TaskDocument,
    container: ContainerDocument,
    definition: ContainerDefinition,
  ): void {
    const to = this.#destination(scope, task, definition)
    if (!to || !container.handle) return
    const key = `${task.id}/${container.name}`
    const positions = ecs(scope).logPositions
    const follower = this.#runtime.follow(
      container.handle,
      positions.get(key)?.position,
      (lines, position) => {
        // A task that a reset has taken away writes no more.
        if (!ecs(scope).tasks.has(task.id)) return
        try {
          appendLogEvents(this.#sandbox, to.scope, to.group, to.stream, lines)
        } catch (error) {
          this.#tell(to.group, error)
        }
        positions.put(key, { position })
      },
    )
    this.#followers.set(key, follower)
  }

  /** Reads what an ended container left. */
  async drain(_scope: Scope, task: TaskDocument, container: ContainerDocument): Promise<void> {
    const key = `${task.id}/${container.name}`
    await this.#followers.get(key)?.drain()
    this.#followers.delete(key)
  }

  /** The container is being removed. */
  forget(scope: Scope, task: TaskDocument, container: ContainerDocument): void {
    const key = `${task.id}/${container.name}`
    this.#followers.get(key)?.stop()
    this.#followers.delete(key)
    ecs(scope).logPositions.delete(key)
  }

  stop(): void {
    for (const follower of this.#followers.values()) follower.stop()
    this.#followers.clear()
  }

  #destination(scope: Scope, task: TaskDocument, definition: ContainerDefinition): Destination | undefined {
    const configuration = definition.logConfiguration
    if (configuration?.logDriver !== 'awslogs') return undefined
    const options = configuration.options ?? {}
    const prefix = options['awslogs-stream-prefix']
    return {
      scope: this.#sandbox.store.scope(scope.accountId, options['awslogs-region'] ?? scope.region),
      group: options['awslogs-group'] ?? '',
      stream: prefix ? `${prefix}/${definition.name}/${task.id}` : `${task.id}-${definition.name}`,
      createGroup: options['awslogs-create-group'] === 'true',
    }
  }

  /** A missing group or a full disk is told once, not with every line. */
  #tell(group: string, error: unknown): void {
    const { message } = error as Error
    if (this.#toldOf === `${group} ${message}`) return
    this.#toldOf = `${group} ${message}`
    this.#sandbox.log.warn({ group, err: error }, 'Output of a task could not be written to its log group.')
  }
}
