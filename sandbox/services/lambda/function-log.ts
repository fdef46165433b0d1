import { randomBytes } from 'node:crypto'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { roleDenial } from '../ecs/execution-role.ts'
import { appendLogEvents } from '../logs/append.ts'
import { createGroup } from '../logs/create.ts'
import { logs } from '../logs/store.ts'
import { LATEST } from './functions.ts'
import type { FunctionDocument } from './store.ts'

/** Where one environment of a function prints to: a stream of its log group, if the function's role may write there. */
export class FunctionLog {
  readonly stream: string
  readonly #sandbox: Sandbox
  readonly #scope: Scope
  readonly #group: string
  readonly #role: { roleArn: string; taskId: string; resource: string }

  constructor(sandbox: Sandbox, scope: Scope, fn: FunctionDocument) {
    this.#sandbox = sandbox
    this.#scope = scope
    this.#group = fn.logGroup
    this.stream = newStreamName(sandbox.clock.now(), fn.version)
    const resource = `arn:aws:logs:${scope.region}:${scope.accountId}:log-group:${fn.logGroup}`
    this.#role = { roleArn: fn.role, taskId: fn.functionName, resource }
  }

  print(message: string): void {
    if (!logs(this.#scope).groups.has(this.#group)) {
      if (!this.#may('logs:CreateLogGroup')) return
      createGroup(this.#sandbox, this.#scope, { logGroupName: this.#group })
    }
    if (!this.#may('logs:PutLogEvents')) return
    const timestamp = this.#sandbox.clock.now()
    appendLogEvents(this.#sandbox, this.#scope, this.#group, this.stream, [{ timestamp, message }])
  }

  #may(action: string): boolean {
    const { resource, ...role } = this.#role
    return [resource, `${resource}:*`, `${resource}:log-stream:${this.stream}`].some(
      one => roleDenial(this.#sandbox, { ...role, action, resource: one }) === undefined,
    )
  }
}

/** `2026/10/03/[$LATEST]8d0c…`, a stream for each environment. */
function newStreamName(now: number, version = LATEST): string {
  const date = new Date(now).toISOString().slice(0, 10).replaceAll('-', '/')
  return `${date}/[${version}]${randomBytes(16).toString('hex')}`
}
