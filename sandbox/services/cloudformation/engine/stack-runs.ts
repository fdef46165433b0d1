import type { Sandbox } from '../../../operation.ts'
import type { Scope } from '../../../store/store.ts'
import { cloudformation } from '../store.ts'
import { PHASES } from './phases.ts'
import { pause, putStack, Stopped, turnFor } from './turn.ts'

const AGAIN_AFTER_MS = 1000

interface Running {
  accountId: string
  abort: AbortController
  done: Promise<void>
}

const all = new WeakMap<Sandbox, Map<string, Running>>()

function runsOf(sandbox: Sandbox): Map<string, Running> {
  let runs = all.get(sandbox)
  if (!runs) all.set(sandbox, (runs = new Map<string, Running>()))
  return runs
}

/** Takes up what is to be done to a stack, unless that is going on. All that it knows is in the store. */
export function startRun(sandbox: Sandbox, scope: Scope, stackId: string): void {
  const runs = runsOf(sandbox)
  const running = runs.get(stackId)
  if (running && !running.abort.signal.aborted) return
  const abort = new AbortController()
  const done = (async () => {
    // The answer to the request leaves first.
    await new Promise(resolve => setImmediate(resolve))
    await go(sandbox, scope, stackId, abort.signal)
  })().finally(() => {
    if (runs.get(stackId)?.abort === abort) runs.delete(stackId)
    // A request that came while the last one was ending.
    if (
      !abort.signal.aborted &&
      cloudformation(scope).stacks.get(stackId)?.run?.phase &&
      !isStuck(scope, stackId)
    ) {
      startRun(sandbox, scope, stackId)
    }
  })
  runs.set(stackId, { accountId: scope.accountId, abort, done })
}

function isStuck(scope: Scope, stackId: string): boolean {
  return cloudformation(scope).stacks.get(stackId)?.status === 'UPDATE_ROLLBACK_FAILED'
}

/** Takes up every stack to which something is being done, of one account or of all. */
export function startRuns(sandbox: Sandbox, accountId?: string): void {
  for (const scope of sandbox.store.scopes()) {
    if (accountId !== undefined && scope.accountId !== accountId) continue
    for (const { stackId, run } of cloudformation(scope).stacks.values()) {
      if (run && !isStuck(scope, stackId)) startRun(sandbox, scope, stackId)
    }
  }
}

/** Lets go of the stacks of one account or of all, as they are. */
export async function stopRuns(sandbox: Sandbox, accountId?: string): Promise<void> {
  const ending = [...runsOf(sandbox).values()].filter(
    run => accountId === undefined || run.accountId === accountId,
  )
  for (const { abort } of ending) abort.abort()
  await Promise.all(ending.map(({ done }) => done))
}

async function go(sandbox: Sandbox, scope: Scope, stackId: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const turn = turnFor(sandbox, scope, stackId, signal)
    if (!turn) return
    try {
      const next = await PHASES[turn.run.phase](turn)
      if (next === undefined) return
      turn.run.phase = next
      turn.run.failed = []
      putStack(turn)
    } catch (error) {
      if (error instanceof Stopped) return
      sandbox.log.error({ stackId, err: error }, 'CloudFormation could not carry on here; it tries again.')
      await pause(signal, AGAIN_AFTER_MS).catch(() => undefined)
    }
  }
}
