import type { Sandbox } from '../../../operation.ts'
import type { Scope } from '../../../store/store.ts'
import { appendLogEvents } from '../../logs/append.ts'
import { groupArn, logs } from '../../logs/store.ts'
import { roleDenial } from '../execution-role.ts'
import { ecs, taskDefinitionOf } from '../store.ts'
import type { TaskDocument } from '../store.ts'
import { taskRoleOf } from '../task-credentials.ts'

/** Bytes of a session that are logged. */
const MOST = 1024 * 1024

/** What a session's terminal showed, for the log group that the cluster or the container names. */
export class SessionLog {
  readonly #sandbox: Sandbox
  readonly #scope: Scope
  readonly #task: TaskDocument
  readonly #group: string | undefined
  readonly #shown: Buffer[] = []
  #size = 0

  constructor(sandbox: Sandbox, scope: Scope, task: TaskDocument, containerName: string) {
    this.#sandbox = sandbox
    this.#scope = scope
    this.#task = task
    this.#group = groupOf(scope, task, containerName)
  }

  record(bytes: Buffer): void {
    if (this.#group === undefined || this.#size >= MOST) return
    this.#size += bytes.length
    this.#shown.push(bytes)
  }

  /** Writes it, as AWS does once the session has ended: if the task's role may, and the group is there. */
  write(stream: string): void {
    const group = this.#group
    if (group === undefined || this.#size === 0) return
    const scope = this.#scope
    const request = { roleArn: taskRoleOf(scope, this.#task), taskId: this.#task.id }
    const resource = `${groupArn(scope, group)}:log-stream:${stream}`
    const denied = ['logs:CreateLogStream', 'logs:PutLogEvents'].some(action =>
      roleDenial(this.#sandbox, { ...request, action, resource }),
    )
    if (denied || !logs(scope).groups.has(group)) return
    const timestamp = this.#sandbox.clock.now()
    const lines = Buffer.concat(this.#shown)
      .toString('utf8')
      .split(/\r*\n/)
      .filter(line => line !== '')
    appendLogEvents(
      this.#sandbox,
      scope,
      group,
      stream,
      lines.map(message => ({ timestamp, message })),
    )
  }
}

function groupOf(scope: Scope, task: TaskDocument, containerName: string): string | undefined {
  const cluster = ecs(scope).clusters.get(task.clusterName)
  const { logging = 'DEFAULT', logConfiguration } = cluster?.configuration?.executeCommandConfiguration ?? {}
  if (logging === 'OVERRIDE') return logConfiguration?.cloudWatchLogGroupName
  if (logging === 'NONE') return undefined
  const { containerDefinitions } = taskDefinitionOf(scope, task.taskDefinitionArn)
  const container = containerDefinitions.find(({ name }) => name === containerName)
  const { logDriver, options } = container?.logConfiguration ?? {}
  return logDriver === 'awslogs' ? options?.['awslogs-group'] : undefined
}
