import { existsSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { forgetAddress } from './addresses.ts'
import { JOBS } from './jobs.ts'
import { accountFolder, databasesFolder } from './server/folders.ts'
import { endAllBelow, endOfLog, runningServer, stopServer } from './server/process.ts'
import { addEvent } from './events.ts'
import { type InstanceDocument, rds } from './store.ts'

const WATCH_MS = 1000
/** The practice account gives itself three seconds to end; a server that needs longer recovers as after a crash. */
const SHUTDOWN_MS = 2000

const all = new WeakMap<Sandbox, Databases>()

/** The databases of this practice account. */
export function databases(sandbox: Sandbox): Databases {
  let found = all.get(sandbox)
  if (!found) all.set(sandbox, (found = new Databases(sandbox)))
  return found
}

/** Does what instances' states ask for, one thing at a time for each instance: `jobs.ts` says what each state means. */
export class Databases {
  readonly #sandbox: Sandbox
  readonly #driving = new Map<string, Promise<void>>()
  readonly #again = new Set<string>()
  readonly #ending = new AbortController()
  #watch: NodeJS.Timeout | undefined

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox
  }

  /** Where an instance's data and log lie. */
  folderOf({ accountId }: Scope, { resourceId }: Pick<InstanceDocument, 'resourceId'>): string {
    return path.join(accountFolder(this.#sandbox.config.dataDir, accountId), resourceId)
  }

  /** Where a snapshot's copy of the data lies. */
  snapshotFolder({ accountId, region }: Scope, id: string): string {
    return path.join(accountFolder(this.#sandbox.config.dataDir, accountId), `snapshot-${region}-${id}`)
  }

  /** Where an empty database waits to be copied, of the server's version. */
  template(version: string): string {
    return path.join(databasesFolder(this.#sandbox.config.dataDir), `empty-${version}`)
  }

  /** Takes up servers that still run, starts those that should, and watches them. */
  start(accountId?: string): void {
    for (const scope of this.#sandbox.store.scopes()) {
      if (accountId !== undefined && scope.accountId !== accountId) continue
      for (const { id } of rds(scope).instances.values()) this.wake(scope, id)
    }
    this.#watch ??= setInterval(() => this.#look(), WATCH_MS).unref()
  }

  /** An instance's document has changed, or its server has: see what is to be done. */
  wake(scope: Scope, id: string): void {
    const key = keyOf(scope, id)
    if (this.#ending.signal.aborted) return
    if (this.#driving.has(key)) {
      this.#again.add(key)
      return
    }
    const work = this.#drive(scope, id, this.#ending.signal).finally(() => {
      this.#driving.delete(key)
      if (this.#again.delete(key)) this.wake(scope, id)
    })
    this.#driving.set(key, work)
  }

  /** Ends all servers; the next start brings back those that are to run. */
  async stop(): Promise<void> {
    clearInterval(this.#watch)
    this.#ending.abort()
    await Promise.all([...this.#driving.values()])
    await Promise.all(
      this.#instances().map(({ scope, instance }) => stopServer(this.folderOf(scope, instance), SHUTDOWN_MS)),
    )
  }

  /** Ends an account's servers and removes their files. */
  async reset(accountId: string): Promise<void> {
    const { store, config } = this.#sandbox
    const own = this.#instances().filter(({ scope }) => scope.accountId === accountId)
    const hasSnapshots = store
      .scopes()
      .some(scope => scope.accountId === accountId && rds(scope).snapshots.size > 0)
    const before = existsSync(path.join(config.dataDir, 'rds', accountId))
    if (own.length === 0 && !hasSnapshots && !before) return
    for (const { scope, instance } of own) {
      forgetAddress(this.#sandbox, scope, instance)
      rds(scope).instances.delete(instance.id)
    }
    const folder = accountFolder(config.dataDir, accountId)
    await endAllBelow(folder)
    const driving = own.flatMap(({ scope, instance }) => this.#driving.get(keyOf(scope, instance.id)) ?? [])
    await Promise.all(driving)
    await Promise.all(own.map(({ scope, instance }) => stopServer(this.folderOf(scope, instance))))
    rmSync(folder, { recursive: true, force: true })
  }

  async #drive(scope: Scope, id: string, signal: AbortSignal): Promise<void> {
    const { log } = this.#sandbox
    for (let status: string | undefined; ;) {
      const instance = rds(scope).instances.get(id)
      if (!instance || instance.status === status || signal.aborted) return
      status = instance.status
      const folder = this.folderOf(scope, instance)
      try {
        const job = { sandbox: this.#sandbox, scope, folder, databases: this, signal }
        await JOBS[instance.status](job, instance)
      } catch (error) {
        const now = rds(scope).instances.get(id)
        if (signal.aborted || !now) return
        log.error({ err: error, instance: id }, 'database')
        rds(scope).instances.put(id, { ...now, status: 'failed' })
        addEvent(
          this.#sandbox,
          scope,
          id,
          `The DB instance failed: ${(error as Error).message} ${endOfLog(folder)}`.trim(),
          'failure',
        )
      }
    }
  }

  /** A server that ended by itself, or was killed, is started again, as RDS does. */
  #look(): void {
    for (const { scope, instance } of this.#instances()) {
      if (instance.status !== 'available') continue
      const server = runningServer(this.folderOf(scope, instance))
      if (server && server.port === instance.localPort) continue
      addEvent(this.#sandbox, scope, instance.id, 'Recovery of the DB instance has started.', 'recovery')
      this.wake(scope, instance.id)
    }
  }

  #instances() {
    return this.#sandbox.store.scopes().flatMap(scope =>
      rds(scope)
        .instances.values()
        .map(instance => ({ scope, instance })),
    )
  }
}

function keyOf({ accountId, region }: Scope, id: string): string {
  return `${accountId}/${region}/${id}`
}
