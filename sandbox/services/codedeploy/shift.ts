import type { TrafficRoutingConfig } from '@aws-sdk/client-codedeploy'
import { makePrimary } from '../ecs/task-sets.ts'
import { shiftProduction, shiftTest } from './traffic.ts'
import { serviceOf } from './turn.ts'
import type { Turn } from './turn.ts'

const MINUTE_MS = 60_000

/** Sends the test listener's requests to the replacement. */
export function allowTestTraffic({ sandbox, scope, deployment }: Turn): boolean {
  shiftTest(sandbox, scope, deployment)
  return true
}

/** Moves production traffic, at once or step by step; true when the replacement has it all and is PRIMARY. */
export function allowTraffic(turn: Turn): boolean {
  const { sandbox, scope, deployment, time } = turn
  const service = serviceOf(turn)
  const { step, pauseMs } = stepOf(deployment.traffic)
  const begun = deployment.weights.green > 0 && !deployment.rollbackOf
  if (begun && time - (deployment.shiftedTime ?? 0) < pauseMs) return false
  const last = deployment.traffic.type === 'TimeBasedCanary' && begun
  const green = deployment.rollbackOf || last ? 100 : Math.min(100, deployment.weights.green + step)
  const weights = { blue: 100 - green, green }
  shiftProduction(sandbox, scope, deployment, weights)
  deployment.weights = weights
  deployment.shiftedTime = time
  if (green < 100) return false
  if (deployment.rollbackOf) shiftTest(sandbox, scope, deployment)
  if (deployment.greenTaskSetId) makePrimary(sandbox, scope, service, deployment.greenTaskSetId)
  return true
}

function stepOf({ timeBasedCanary, timeBasedLinear }: TrafficRoutingConfig): {
  step: number
  pauseMs: number
} {
  const step = timeBasedCanary?.canaryPercentage ?? timeBasedLinear?.linearPercentage ?? 100
  const minutes = timeBasedCanary?.canaryInterval ?? timeBasedLinear?.linearInterval ?? 0
  return { step, pauseMs: minutes * MINUTE_MS }
}
