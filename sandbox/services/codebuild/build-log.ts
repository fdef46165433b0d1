import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { appendLogEvents } from '../logs/append.ts'
import { createGroup } from '../logs/create.ts'
import { logs } from '../logs/store.ts'
import type { BuildSession } from './build-session.ts'
import { PhaseFailure } from './errors.ts'
import type { BuildDocument } from './store.ts'

const FLUSH_MS = 200
const LONGEST_LINE = 200_000
/** What a build may print in all. */
const MOST_BYTES = 20 * 1024 * 1024
const HIDDEN = '***'
/** Shorter secrets would blot out half of the log. */
const SHORTEST_SECRET = 4

/** Where a build's log goes: `/aws/codebuild/<project>`, the build's id as stream, unless its project says otherwise. */
export function logStreamOf(build: BuildDocument): { groupName: string; streamName: string } | undefined {
  const { status, groupName, streamName } = build.logsConfig?.cloudWatchLogs ?? { status: 'ENABLED' }
  if (status === 'DISABLED') return undefined
  const id = build.id.split(':')[1] ?? ''
  return {
    groupName: groupName ?? `/aws/codebuild/${build.projectName}`,
    streamName: streamName ? `${streamName}/${id}` : id,
  }
}

/** A build's log in CloudWatch Logs. Secrets that the build was given appear as asterisks. */
export class BuildLog {
  readonly #sandbox: Sandbox
  readonly #scope: Scope
  readonly #stream: { groupName: string; streamName: string } | undefined
  readonly #hidden: string[] = []
  #waiting: { timestamp: number; message: string }[] = []
  #timer: NodeJS.Timeout | undefined
  #bytes = 0

  /** Throws a PhaseFailure of ACCESS_DENIED when the role may not write there. */
  constructor(sandbox: Sandbox, scope: Scope, build: BuildDocument, session: BuildSession) {
    this.#sandbox = sandbox
    this.#scope = scope
    this.#stream = build.logStream
    if (!this.#stream) return
    const { groupName, streamName } = this.#stream
    const group = `arn:aws:logs:${scope.region}:${scope.accountId}:log-group:${groupName}`
    const stream = `${group}:log-stream:${streamName}`
    // Policies name a group with and without the star that stands for its streams.
    const denied = (action: string) =>
      [stream, group, `${group}:*`]
        .map(resource => session.denial(action, resource))
        .every(denial => denial !== undefined) && session.denial(action, stream)
    const refuse = (reason: string) =>
      new PhaseFailure(
        'ACCESS_DENIED',
        `Service role ${build.serviceRole} does not allow AWS CodeBuild to create Amazon CloudWatch Logs log streams for build ${build.arn}. Error message: ${reason}`,
      )
    if (!logs(scope).groups.has(groupName)) {
      const denial = denied('logs:CreateLogGroup')
      if (denial) throw refuse(denial)
      createGroup(sandbox, scope, { logGroupName: groupName })
    }
    for (const action of ['logs:CreateLogStream', 'logs:PutLogEvents']) {
      const denial = denied(action)
      if (denial) throw refuse(denial)
    }
  }

  /** What CodeBuild itself says. */
  say(text: string): void {
    const now = this.#sandbox.clock.now()
    const stamp = new Date(now).toISOString().replaceAll('-', '/').replace('T', ' ').replace('Z', '')
    const micro = String(Math.floor((performance.now() % 1) * 1000)).padStart(3, '0')
    this.print(`[Container] ${stamp}${micro} ${text}`)
  }

  /** A line that a command printed. */
  print(line: string): void {
    if (!this.#stream || this.#bytes > MOST_BYTES) return
    const message = this.#hidden
      .reduce((text, secret) => text.replaceAll(secret, HIDDEN), line)
      .slice(0, LONGEST_LINE)
    this.#bytes += message.length + 1
    const timestamp = this.#sandbox.clock.now()
    // A log event cannot be empty.
    this.#waiting.push({ timestamp, message: message === '' ? ' ' : message })
    if (this.#bytes > MOST_BYTES) {
      const text = `The practice account keeps ${MOST_BYTES / 1024 / 1024} MiB of a build’s log: what follows is not kept.`
      this.#waiting.push({ timestamp, message: text })
    }
    this.#timer ??= setTimeout(() => this.flush(), FLUSH_MS)
  }

  hide(secrets: string[]): void {
    this.#hidden.push(...secrets.filter(({ length }) => length >= SHORTEST_SECRET))
  }

  /** Writes what waits. */
  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const events = this.#waiting
    this.#waiting = []
    if (!this.#stream || events.length === 0) return
    const { groupName, streamName } = this.#stream
    try {
      appendLogEvents(this.#sandbox, this.#scope, groupName, streamName, events)
    } catch (error) {
      // Somebody deleted the group in the middle: the build goes on without its log, as on AWS.
      this.#sandbox.log.warn({ err: error, groupName }, 'a build could not write its log')
    }
  }
}
