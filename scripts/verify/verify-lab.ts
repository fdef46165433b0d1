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

/** Every step in one account, then each mistake in a fresh one; each account is reset and read afterwards. */
export async function verifyLab(lab: LoadedLab, target: Target, results: Results): Promise<void> {
  await withWalk(lab, target, async (walk, before) => {
    for (const step of lab.steps) {
      if (!(await results.run(lab.id, step.id, () => verifyStep(walk, step)))) break
    }
    await results.run(lab.id, 'reset', () => verifyReset(walk, before, walk.ledger))
  })
  const waiting = [...lab.mistakes]
  const worker = async () => {
    for (let mistake = waiting.shift(); mistake; mistake = waiting.shift()) {
      const current = mistake
      await results.run(lab.id, `mistake ${current.id}`, () =>
        withWalk(lab, target, async (walk, before) => {
          try {
            return await verifyMistake(walk, current)
          } finally {
            // Without the ledger, as after a crash: the tags alone must do.
            await verifyReset(walk, before, [])
          }
        }),
      )
    }
  }
  await Promise.all(Array.from({ length: target.accountsAtOnce }, worker))
}

async function withWalk<T>(
  lab: LoadedLab,
  target: Target,
  part: (walk: Walk, before: Set<string>) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'slipway-verify-'))
  const walk = await Walk.begin(lab, await target.newAccount(), folder)
  try {
    return await part(walk, await plainReading(walk.account))
  } finally {
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

async function verifyMistake(walk: Walk, mistake: LoadedMistake): Promise<string> {
  const index = walk.lab.steps.findIndex(({ id }) => id === mistake.step)
  const step = walk.lab.steps[index]
  if (!step) throw new StepFailure(`there is no step ${mistake.step}`)
  for (const earlier of walk.lab.steps.slice(0, index)) {
    await walk.typeStep(earlier)
    await walk.pass(earlier)
  }
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
