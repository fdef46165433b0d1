import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { commandsIn } from '../../labs/commands-in.ts'
import { renderCommands } from '../../labs/commands.ts'
import type { Resource } from '../../labs/define.ts'
import type { LoadedLab, LoadedMistake, LoadedStep } from '../../labs/load.ts'
import { inventory, teardown } from '../../labs/reset.ts'
import { plainReading } from './plain-reading.ts'
import type { Results } from './results.ts'
import { StepFailure } from './step-failure.ts'
import type { Target } from './target.ts'
import { driveTraffic } from './traffic.ts'
import { describe, Walk } from './walk.ts'

const RESET_TIMEOUT_MS = 15 * 60_000

/**
 * Every step in one account, then the mistakes in others: as each mistake is mended, the walk goes on, so a few walks make them
 * all. Each account is reset and read afterwards.
 */
export async function verifyLab(lab: LoadedLab, target: Target, results: Results): Promise<void> {
  const { engine } = lab.lab
  const reason = engine && (await target.withoutEngine())
  if (reason) {
    results.skip(lab.id, 'all of it', reason)
    return
  }
  await withWalk(lab, target, async (walk, before) => {
    for (const step of lab.steps) {
      if (!(await results.run(lab.id, step.id, () => verifyStep(walk, step)))) break
    }
    await results.run(lab.id, 'reset', () => verifyReset(walk, before, walk.ledger))
  })
  const waiting = chains(lab)
  const worker = async () => {
    for (let chain = waiting.shift(); chain; chain = waiting.shift()) {
      const rest = await verifyChain(lab, target, results, chain)
      if (rest.length > 0) waiting.push(rest)
    }
  }
  // Every account of this machine has the same engine, and in it the same names.
  const atOnce = engine ? 1 : target.accountsAtOnce
  await Promise.all(Array.from({ length: atOnce }, worker))
}

/** As few walks as possible, each with at most one mistake a step. */
export function chains(lab: Pick<LoadedLab, 'steps' | 'mistakes'>): LoadedMistake[][] {
  const place = ({ step }: LoadedMistake) => lab.steps.findIndex(({ id }) => id === step)
  const made: LoadedMistake[][] = []
  for (const mistake of lab.mistakes.toSorted((one, other) => place(one) - place(other))) {
    const chain = made.find(one => one.at(-1)?.step !== mistake.step)
    if (chain) chain.push(mistake)
    else made.push([mistake])
  }
  return made
}

/** One walk with its mistakes; answers those that it did not reach because one before them failed. */
async function verifyChain(
  lab: LoadedLab,
  target: Target,
  results: Results,
  chain: LoadedMistake[],
): Promise<LoadedMistake[]> {
  const rest = [...chain]
  await withWalk(lab, target, async (walk, before) => {
    for (const step of lab.steps) {
      const mistake = rest.find(one => one.step === step.id)
      if (!mistake && rest.length === 0) break
      if (mistake) rest.shift()
      const passed = mistake
        ? await results.run(lab.id, `mistake ${mistake.id}`, () => verifyMistake(walk, step, mistake))
        : await results.runAgain(lab.id, `${step.id}, on the way to a mistake`, () => again(walk, step))
      if (passed) continue
      if (!mistake) rest.length = 0
      break
    }
    // Without the ledger, as after a crash: the tags alone must do.
    await results.run(lab.id, `reset by tags, after ${chain.length - rest.length} mistakes`, () =>
      verifyReset(walk, before, []),
    )
  })
  return rest
}

/** A step done right once more. */
async function again(walk: Walk, step: LoadedStep): Promise<void> {
  await walk.typeStep(step)
  await walk.pass(step)
}

const walks = new Set<Walk>()

/** Ends the shells that are open, and removes their folders: for when verify is stopped in the middle. */
export async function endWalks(): Promise<void> {
  await Promise.all([...walks].map(walk => walk.end()))
}

async function withWalk<T>(
  lab: LoadedLab,
  target: Target,
  part: (walk: Walk, before: Set<string>) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'slipway-verify-'))
  const walk = await Walk.begin(lab, await target.newAccount(), folder)
  walks.add(walk)
  try {
    return await part(walk, await plainReading(walk.account))
  } finally {
    walks.delete(walk)
    await walk.end()
  }
}

async function verifyStep(walk: Walk, step: LoadedStep): Promise<string> {
  const early = await walk.check(step)
  if (early.status === 'pass')
    throw new StepFailure(`its check passes before its commands: ${early.observed}`)
  if (early.status === 'error')
    throw new StepFailure(`its check breaks before its commands: ${describe(early)}`)
  const site = walk.lab.lab.app?.loadBalancer
  const traffic = step.serves && site ? await driveTraffic(walk.account, site, walk.httpProxy) : undefined
  try {
    await walk.typeStep(step)
    await walk.pass(step)
  } finally {
    await traffic?.stop()
  }
  if (!traffic) return ''
  const { sent, lost } = await traffic.stop()
  if (sent < 10) throw new StepFailure(`only ${sent} requests were sent meanwhile, which proves nothing`)
  if (lost.length > 0) {
    const first = lost.slice(0, 20).join('\n')
    throw new StepFailure(`${lost.length} of ${sent} requests were lost meanwhile:\n${first}`)
  }
  return `${sent} requests meanwhile, none lost`
}

async function verifyMistake(walk: Walk, step: LoadedStep, mistake: LoadedMistake): Promise<string> {
  // AWS may refuse such a command; what counts is what the check then says.
  await walk.type(renderCommands(mistake, walk.context()))
  const verdict = await walk.checkUntil(step, ({ status }) => status !== 'waiting')
  const { status, reason, next } = mistake.expect
  if (verdict.status !== status || verdict.reason !== reason || !next.test(verdict.next)) {
    throw new StepFailure(`expected ${status} (${reason}), next ${next}; got ${describe(verdict)}`)
  }
  const named = commandsIn(verdict.next)
  const mending = mistake.mend
    ? renderCommands({ commands: context => mistake.mend?.(context, named) ?? [] }, walk.context())
    : named
  if (mending.length === 0)
    throw new StepFailure(`its message names no command that mends it: ${verdict.next}`)
  const failed = await walk.type(mending)
  if (failed) throw new StepFailure(`its message’s command fails: ${failed.command}\n${failed.output}`)
  const mended = await walk.checkUntil(step, ({ status }) => status === 'pass')
  if (mended.status !== 'pass') throw new StepFailure(`its message does not mend it: ${describe(mended)}`)
  return `${reason}, and its message mends it`
}

async function verifyReset(walk: Walk, before: Set<string>, ledger: Resource[]): Promise<string> {
  const { account, lab } = walk
  const options = { signal: AbortSignal.timeout(RESET_TIMEOUT_MS), report: () => undefined }
  const { deleted, left } = await teardown(account, lab.id, ledger, options)
  if (left.length > 0) {
    throw new StepFailure(
      `reset left ${left.map(({ item, reason }) => `${item.label}: ${reason}`).join('\n')}`,
    )
  }
  const items = await inventory(account, lab.id, walk.ledger)
  if (items.length > 0) {
    throw new StepFailure(`the inventory still shows ${items.map(({ label }) => label).join(', ')}`)
  }
  const after = await plainReading(account)
  const forgotten = [...after].filter(id => !before.has(id))
  const taken = [...before].filter(id => !after.has(id))
  if (forgotten.length > 0) throw new StepFailure(`reset forgot ${forgotten.join(', ')}`)
  if (taken.length > 0) throw new StepFailure(`reset deleted what is not the lab’s: ${taken.join(', ')}`)
  return `${deleted.length} deleted, nothing left`
}
