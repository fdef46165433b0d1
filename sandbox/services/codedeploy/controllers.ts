import type { Controllers } from '../../gateway/service.ts'
import type { Sandbox } from '../../operation.ts'
import { onAlarmChange } from '../cloudwatch/alarms/alarm-changes.ts'
import { advanceDeployment } from './advance.ts'
import { isOver } from './lookup.ts'
import { codedeploy } from './store.ts'

const TURN_MS = 100
const TOLD_EVERY_MS = 60_000

/** Moves deployments on. All they know is in the store: a start takes up what the last one left. */
export function startControllers(sandbox: Sandbox): Promise<Controllers> {
  const told = new Map<string, number>()
  const timer = setInterval(() => advanceDeployments(sandbox, told), TURN_MS)
  timer.unref()
  // At a fast clock a turn is many seconds of the account's: an alarm does not wait for it. Nor does the rollback that it begins.
  const cancel = onAlarmChange(sandbox, () => {
    for (let turn = 0; turn < 2; turn++) advanceDeployments(sandbox, told)
  })
  const stop = () => {
    clearInterval(timer)
    cancel()
  }
  return Promise.resolve({ stop: () => Promise.resolve(stop()) })
}

/** One turn for every deployment that is under way. */
export function advanceDeployments(sandbox: Sandbox, told = new Map<string, number>()): void {
  for (const scope of sandbox.store.scopes()) {
    for (const deployment of codedeploy(scope).deployments.values()) {
      if (isOver(deployment)) continue
      try {
        advanceDeployment(sandbox, scope, deployment)
      } catch (error) {
        // The same trouble comes ten times a second: it is told once a minute.
        const now = sandbox.clock.now()
        if (now - (told.get(deployment.deploymentId) ?? 0) < TOLD_EVERY_MS) continue
        told.set(deployment.deploymentId, now)
        const { deploymentId } = deployment
        sandbox.log.error({ deploymentId, err: error }, 'CodeDeploy could not carry on here; it tries again.')
      }
    }
  }
}
