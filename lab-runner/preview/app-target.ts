import type { Accounts } from '../accounts/accounts.ts'
import type { Maps } from '../map/maps.ts'
import type { Session } from '../sessions/session.entity.ts'

/** Where a learner's site answers: the load balancer's name and port, and the proxy through which that name resolves. */
export interface AppTarget {
  host: string
  port: number
  /** Without which its rule does not match. */
  headers: Record<string, string>
  proxy: URL | null
}

/** Its production listener, or with `test` the one that shows the version that comes. Null before there is one. */
export async function findAppTarget(
  { accounts, maps }: { accounts: Accounts; maps: Maps },
  session: Session,
  { test = false } = {},
): Promise<AppTarget | null> {
  const listeners = await maps.appListeners(session)
  const wanted = test ? listeners?.test : listeners && { port: listeners.production, headers: {} }
  if (!listeners || !wanted) return null
  const { shell } = await accounts.ready(session.learnerId, session.accountId)
  return { host: listeners.host, ...wanted, proxy: shell.httpProxy ? new URL(shell.httpProxy) : null }
}

/** As a URL and the header Host have it. */
export function authorityOf({ host, port }: Pick<AppTarget, 'host' | 'port'>): string {
  return port === 80 ? host : `${host}:${port}`
}
