import type { Accounts } from '../accounts/accounts.ts'
import type { Maps } from '../map/maps.ts'
import type { Session } from '../sessions/session.entity.ts'

/** Where a learner's site answers: the load balancer's name, and the proxy through which that name resolves. */
export interface AppTarget {
  host: string
  proxy: URL | null
}

/** Null before the lab's load balancer has a listener. */
export async function findAppTarget(
  { accounts, maps }: { accounts: Accounts; maps: Maps },
  session: Session,
): Promise<AppTarget | null> {
  const host = await maps.appHost(session)
  if (host === null) return null
  const { shell } = await accounts.ready(session.learnerId, session.accountId)
  return { host, proxy: shell.httpProxy ? new URL(shell.httpProxy) : null }
}
