import { teardown } from '@slipway/labs/reset.ts'
import type { Accounts } from '../accounts/accounts.ts'
import type { Sessions } from '../sessions/sessions.ts'
import { refreshLabFolder } from '../terminals/lab-folder.ts'
import type { Execution, Outcome } from './execution.ts'
import { hourlyCost, presentCost } from '../map/prices.ts'

/** Deletes what the lab made, proves it, and begins the lab anew. What could not be deleted stays in the ledger and is named. */
export async function resetLab(
  deps: { accounts: Accounts; sessions: Sessions },
  execution: Execution,
  folder: string,
): Promise<Outcome> {
  const { session, lab, signal } = execution
  const account = await deps.accounts.ready(session.learnerId, session.accountId)
  const ledger = await deps.sessions.ledger(session.id)
  let reported = Promise.resolve()
  const report = (message: string) => {
    reported = reported.then(() => execution.report({ message }))
  }
  const { deleted, left } = await teardown(account.lab, lab.id, ledger, { signal, report })
  await reported
  signal.throwIfAborted()
  await deps.sessions.clear(
    session.id,
    left.map(({ item }) => item),
  )
  if (left.length > 0) {
    const cost = left.reduce((sum, { item }) => sum + hourlyCost(item.type, session.region), 0)
    const names = left.map(({ item, reason }) => `${item.label} (${reason})`).join('; ')
    return {
      ok: false,
      message: `${deleted.length} deleted, but ${left.length} left, which cost ${presentCost(cost)} an hour: ${names}. Reset again, or delete them by hand.`,
      exitCode: null,
    }
  }
  await refreshLabFolder(folder, lab.starterDirectory)
  if (account.target === 'aws') deps.accounts.forgetKeys(session.learnerId)
  return {
    ok: true,
    message: `${deleted.length} deleted. A second look found nothing of this lab left.`,
    exitCode: null,
  }
}
