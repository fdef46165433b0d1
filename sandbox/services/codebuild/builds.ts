import type { Cancel } from '../../clock.ts'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { limitExceeded } from './errors.ts'
import { sendBuildStateChange } from './event-stream.ts'
import { beginPhase, completeBuild, endPhase } from './phases.ts'
import { BuildRun } from './run-build.ts'
import { codebuild, isComplete, type BuildDocument } from './store.ts'

/** How many builds of an account run at a time, as a new account of AWS is bounded, and how many in all of this machine. */
const MOST_OF_AN_ACCOUNT = 2
const MOST_IN_ALL = 8
const LONGEST_QUEUE = 20
/** Builds that are remembered in an account and region. */
const KEPT = 500
/** Commands need as long as they need, however fast an account's time passes: no build times out sooner (wall clock). */
const SHORTEST_TIMEOUT_MS = 600_000

interface Running {
  run: BuildRun
  ended: Promise<void>
}

/** The builds that wait and run in this process. */
export class Builds {
  readonly #sandbox: Sandbox
  readonly #shortestTimeout: number
  readonly #queue: { scope: Scope; build: BuildDocument; cancel: Cancel }[] = []
  readonly #running = new Map<string, Running>()
  #stopped = false

  constructor(sandbox: Sandbox, shortestTimeout = SHORTEST_TIMEOUT_MS) {
    this.#sandbox = sandbox
    this.#shortestTimeout = shortestTimeout
  }

  /** Throws AccountLimitExceededException when too many wait. */
  checkQueue({ accountId }: Scope): void {
    if (this.#queue.filter(({ scope }) => scope.accountId === accountId).length < LONGEST_QUEUE) return
    throw limitExceeded(`Cannot have more than ${LONGEST_QUEUE} builds in queue for the account`)
  }

  /** Takes up a build that has been submitted, or that waited when the practice account was stopped. */
  add(scope: Scope, build: BuildDocument): void {
    const { clock } = this.#sandbox
    const waited = clock.time(scope.accountId) - build.queuedAt
    const left = Math.max(0, build.queuedTimeoutInMinutes * 60_000 - waited)
    const cancel = clock.after(scope.accountId, left, () => this.#leave(scope, build, 'TIMED_OUT'))
    this.#queue.push({ scope, build, cancel })
    this.#next()
  }

  /** Ends a build; resolves once it has ended. */
  async interrupt(scope: Scope, build: BuildDocument): Promise<void> {
    const running = this.#running.get(build.arn)
    if (!running) return this.#leave(scope, build, 'STOPPED')
    running.run.interrupt('STOPPED')
    await running.ended
  }

  /** Ends all builds of an account without a trace, as its documents go. */
  async forget(accountId: string): Promise<void> {
    const mine = [...this.#running.values()].filter(({ run }) => run.scope.accountId === accountId)
    for (const waiting of this.#queue.filter(({ scope }) => scope.accountId === accountId))
      this.#remove(waiting.build)
    for (const { run } of mine) run.interrupt('STOPPED')
    await Promise.all(mine.map(({ ended }) => ended))
  }

  /** Kills what runs. What waits, waits on after the next start. */
  async stop(): Promise<void> {
    this.#stopped = true
    for (const { cancel } of this.#queue) cancel()
    for (const { run } of this.#running.values()) run.interrupt('FAULT')
    await Promise.all([...this.#running.values()].map(({ ended }) => ended))
  }

  #leave(scope: Scope, build: BuildDocument, how: 'STOPPED' | 'TIMED_OUT'): void {
    if (!this.#remove(build)) return
    endPhase(this.#sandbox, scope, build, how)
    completeBuild(this.#sandbox, scope, build, how)
  }

  #remove({ arn }: BuildDocument): boolean {
    const index = this.#queue.findIndex(({ build }) => build.arn === arn)
    if (index === -1) return false
    const [waiting] = this.#queue.splice(index, 1)
    waiting?.cancel()
    return true
  }

  #next(): void {
    if (this.#stopped) return
    for (const { scope, build } of [...this.#queue]) {
      const own = [...this.#running.values()].filter(({ run }) => run.scope.accountId === scope.accountId)
      if (this.#running.size >= MOST_IN_ALL) return
      if (own.length >= MOST_OF_AN_ACCOUNT) continue
      this.#remove(build)
      this.#start(scope, build)
    }
  }

  #start(scope: Scope, build: BuildDocument): void {
    const { clock } = this.#sandbox
    endPhase(this.#sandbox, scope, build, 'SUCCEEDED')
    const run = new BuildRun(this.#sandbox, scope, build)
    const began = performance.now()
    let wall: NodeJS.Timeout | undefined
    const cancel = clock.after(scope.accountId, build.timeoutInMinutes * 60_000, () => {
      const left = this.#shortestTimeout - (performance.now() - began)
      wall = setTimeout(() => run.interrupt('TIMED_OUT'), Math.max(0, left))
    })
    const ended = run.run().finally(() => {
      cancel()
      clearTimeout(wall)
      this.#running.delete(build.arn)
      this.#next()
    })
    this.#running.set(build.arn, { run, ended })
  }
}

const all = new WeakMap<Sandbox, Builds>()

/** The builds of a practice account, one set a process. */
export function buildsOf(sandbox: Sandbox): Builds {
  let builds = all.get(sandbox)
  if (!builds) all.set(sandbox, (builds = new Builds(sandbox)))
  return builds
}

/** Stores a new build, which begins to wait. */
export function submitBuild(sandbox: Sandbox, scope: Scope, build: BuildDocument): void {
  const { builds } = codebuild(scope)
  builds.put(build.id, build)
  beginPhase(sandbox, scope, build, 'SUBMITTED')
  endPhase(sandbox, scope, build, 'SUCCEEDED')
  sendBuildStateChange(sandbox, scope, build)
  beginPhase(sandbox, scope, build, 'QUEUED')
  const old = builds.values().filter(isComplete)
  for (const { id } of old.sort((a, b) => b.startTime - a.startTime).slice(KEPT)) builds.delete(id)
}

/** After a kill: builds that waited wait on, builds in the middle have failed. */
export function resumeBuilds(sandbox: Sandbox, accountId?: string): void {
  for (const scope of sandbox.store.scopes()) {
    if ((accountId ?? scope.accountId) !== scope.accountId) continue
    const open = codebuild(scope)
      .builds.values()
      .filter(build => !isComplete(build))
    for (const build of open.sort((a, b) => a.startTime - b.startTime)) {
      if (build.phases.at(-1)?.phaseType === 'QUEUED' && build.phases.at(-1)?.endTime === undefined) {
        buildsOf(sandbox).add(scope, build)
        continue
      }
      const message = 'The practice account was stopped in the middle of the build. Start it again.'
      endPhase(sandbox, scope, build, 'FAULT', { statusCode: 'INTERNAL_SERVICE_ERROR', message })
      completeBuild(sandbox, scope, build, 'FAULT')
    }
  }
}
