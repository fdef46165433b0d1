import { startDataPlane } from '../../dataplane/data-plane.ts'
import type { Controllers } from '../../gateway/service.ts'
import type { Sandbox } from '../../operation.ts'

/** Starts the load balancers of every account. */
export function startControllers(sandbox: Sandbox): Promise<Controllers> {
  const plane = startDataPlane(sandbox)
  return Promise.resolve({
    stop() {
      plane.stop()
      return Promise.resolve()
    },
    resetAccount(accountId: string) {
      plane.resetAccount(accountId)
      return Promise.resolve()
    },
    restoreAccount(accountId: string) {
      plane.restoreAccount(accountId)
      return Promise.resolve()
    },
  })
}
