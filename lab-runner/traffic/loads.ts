import type { Accounts } from '../accounts/accounts.ts'
import type { LoadDto } from '../contract.ts'
import type { Maps } from '../map/maps.ts'
import { findAppTarget } from '../preview/app-target.ts'
import { AppError } from '../security/app-error.ts'
import type { Session } from '../sessions/session.entity.ts'
import { Load, type LoadOptions } from './load.ts'

const MAX_KEPT = 200

/** The load on each session's site. It ends with this process: what drives it is not worth carrying on after a restart. */
export interface Loads {
  /** Ends the load that is under way, and begins another. Throws an AppError before there is a site. */
  start(session: Session, options: LoadOptions): Promise<LoadDto>
  /** The load that runs or has run last; null when there was none. */
  current(session: Session): LoadDto | null
  stop(session: Session): LoadDto | null
  stopAll(): void
}

export function createLoads(deps: { accounts: Accounts; maps: Maps }): Loads {
  const loads = new Map<string, Load>()

  return {
    async start(session, options) {
      const target = await findAppTarget(deps, session)
      if (!target) {
        throw new AppError('no-app', 409, 'There is no load balancer with a listener to send requests to.', {
          next: 'Go on with the lab until its site answers, then start the load.',
        })
      }
      loads.get(session.id)?.stop()
      loads.delete(session.id)
      const load = new Load(target, options)
      loads.set(session.id, load)
      for (const [id, old] of loads) if (loads.size > MAX_KEPT && !old.running) loads.delete(id)
      return load.present()
    },
    current: session => loads.get(session.id)?.present() ?? null,
    stop(session) {
      const load = loads.get(session.id)
      load?.stop()
      return load?.present() ?? null
    },
    stopAll() {
      for (const load of loads.values()) load.stop()
    },
  }
}
