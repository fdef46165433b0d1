import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { Session } from '@aws-sdk/client-ecs'
import { hexId } from '../../../ids.ts'
import type { Sandbox } from '../../../operation.ts'
import type { ContainerHandle, Runtime } from '../../../runtime/runtime.ts'
import type { Scope } from '../../../store/store.ts'
import { ecs } from '../store.ts'
import type { ContainerDocument, TaskDocument } from '../store.ts'
import { DataChannel } from './data-channel.ts'
import type { Peer } from './data-channel.ts'
import { SessionLog } from './session-log.ts'

interface ExecSession {
  id: string
  token: string
  scope: Scope
  task: TaskDocument
  containerName: string
  handle: ContainerHandle
  command: string
  channel?: DataChannel
  /** Wall clock: until then its client has to have come. */
  waitsUntil: number
}

/** Milliseconds of the wall clock, as people count at a terminal, whatever the time scale. */
const CONNECT_MS = 60_000
const IDLE_MS = 20 * 60_000
const LOOK_EVERY_MS = 250

const registered = new WeakMap<Sandbox, ExecSessions>()

/** The sessions of a practice account; undefined before its controllers were started. */
export function execSessionsOf(sandbox: Sandbox): ExecSessions | undefined {
  return registered.get(sandbox)
}

/** The sessions of ECS Exec: from ExecuteCommand until the command, the client or the container has gone. */
export class ExecSessions {
  readonly #sandbox: Sandbox
  readonly #runtime: Pick<Runtime, 'openTerminal' | 'endTerminal'>
  readonly #sessions = new Map<string, ExecSession>()
  readonly #ending = new Set<Promise<void>>()
  readonly #timer: NodeJS.Timeout

  constructor(sandbox: Sandbox, runtime: Pick<Runtime, 'openTerminal' | 'endTerminal'>) {
    this.#sandbox = sandbox
    this.#runtime = runtime
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS).unref()
    registered.set(sandbox, this)
  }

  /** Ends what the commands of sessions left behind that a kill cut short. */
  async endLost(): Promise<void> {
    const lost = this.#sandbox.store.scopes().flatMap(scope =>
      opened(scope)
        .values()
        .map(({ id, handle }) => ({ scope, id, handle })),
    )
    await Promise.all(
      lost.map(async ({ scope, id, handle }) => {
        await this.#runtime.endTerminal(handle, id)
        opened(scope).delete(id)
      }),
    )
  }

  /** A session that waits for its client. */
  create(scope: Scope, task: TaskDocument, container: ContainerDocument, command: string): Required<Session> {
    const { handle, name: containerName } = container
    if (!handle) throw new Error(`Container ${containerName} of ${task.taskArn} runs without a handle.`)
    const id = `ecs-execute-command-${hexId(17)}`
    const token = randomBytes(96).toString('base64')
    const waitsUntil = Date.now() + CONNECT_MS
    this.#sessions.set(id, { id, token, scope, task, containerName, handle, command, waitsUntil })
    const base = this.#sandbox.config.endpoint.replace(/^http/, 'ws')
    return {
      sessionId: id,
      streamUrl: `${base}/v1/data-channel/${id}?role=publish_subscribe`,
      tokenValue: token,
    }
  }

  has(id: string): boolean {
    return this.#sessions.has(id)
  }

  /** Opens the channel of the client that has the token; undefined when it is wrong, or has been used. */
  open(id: string, token: string, peer: Peer): DataChannel | undefined {
    const session = this.#sessions.get(id)
    if (!session || session.channel || !isSame(token, session.token)) return undefined
    const { scope, task, containerName } = session
    const container = task.containers.find(({ name }) => name === containerName)
    const log = new SessionLog(this.#sandbox, scope, task, containerName)
    session.channel = new DataChannel({
      sessionId: id,
      target: `ecs:${task.clusterName}_${task.id}_${container?.runtimeId ?? ''}`,
      peer,
      open: size => this.#openTerminal(session, size),
      record: bytes => log.record(bytes),
      ended: () => {
        this.#forget(session)
        log.write(id)
      },
    })
    return session.channel
  }

  /** Ends a session of this account; false when there is none. */
  terminate(accountId: string, id: string): boolean {
    const session = this.#sessions.get(id)
    if (session?.scope.accountId !== accountId) return false
    if (session.channel) void session.channel.close()
    else this.#sessions.delete(id)
    return true
  }

  /** Ends all sessions, of one account or of all. */
  async end(accountId?: string): Promise<void> {
    for (const session of this.#sessions.values()) {
      if (accountId && session.scope.accountId !== accountId) continue
      if (session.channel) session.channel.hangUp('The practice account ends the session.')
      else this.#sessions.delete(session.id)
    }
    await Promise.all(this.#ending)
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    registered.delete(this.#sandbox)
    await this.end()
  }

  async #openTerminal(session: ExecSession, size: { columns: number; rows: number }) {
    const { id, scope, handle, command } = session
    // Known before there is anything to end: a kill may come at any time.
    opened(scope).put(id, { id, handle })
    const plan = { command: ['/bin/sh', '-c', command], session: id, ...size }
    const terminal = await this.#runtime.openTerminal(handle, plan)
    if (!this.#sessions.has(id)) this.#endTerminal(session)
    return terminal
  }

  #forget(session: ExecSession): void {
    if (this.#sessions.delete(session.id)) this.#endTerminal(session)
  }

  #endTerminal({ id, scope, handle }: ExecSession): void {
    const ending = this.#runtime.endTerminal(handle, id).finally(() => {
      opened(scope).delete(id)
      this.#ending.delete(ending)
    })
    this.#ending.add(ending)
  }

  /** A session does not outlive its container, nor a client that neither types nor reads. */
  #look(): void {
    const now = Date.now()
    for (const session of this.#sessions.values()) {
      const { id, channel } = session
      if (!channel) {
        if (now > session.waitsUntil) this.#sessions.delete(id)
      } else if (!isRunning(session)) void channel.close()
      else if (now - channel.lastActive > IDLE_MS) {
        void channel.close('The session ended: nothing was typed or shown for 20 minutes.')
      }
    }
  }
}

interface OpenedDocument {
  id: string
  handle: ContainerHandle
}

/** Sessions whose command was started, for a start after a kill. */
function opened(scope: Scope) {
  return scope.collection<OpenedDocument>('ecs:exec-sessions')
}

function isRunning({ scope, task, containerName, handle }: ExecSession): boolean {
  const container = ecs(scope)
    .tasks.get(task.id)
    ?.containers.find(({ name }) => name === containerName)
  // A restart policy may have run it again: then it is another one.
  return container?.lastStatus === 'RUNNING' && JSON.stringify(container.handle) === JSON.stringify(handle)
}

function isSame(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)]
  return a.length === b.length && timingSafeEqual(a, b)
}
