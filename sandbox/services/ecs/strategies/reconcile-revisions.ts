import { servingGroups, shiftToGroups } from './routes.ts'
import { isGone, isWhole, othersOf } from './turn.ts'
import type { Turn } from './turn.ts'

/**
 * Leaves one revision beside the new one: the last that was whole, else the one that serves. Traffic goes to it before the others
 * drain. True when the others are gone.
 */
export function reconcileRevisions(turn: Turn): boolean {
  const { engine, scope, service, record } = turn
  const others = othersOf(turn)
  const serving = servingGroups(scope, others[0]?.loadBalancers ?? [])
  const kept =
    others.find(({ completedOnce }) => completedOnce) ??
    others.find(({ targetGroupArns }) => serving && targetGroupArns?.join() === serving.join())
  const abandoned = others.filter(one => one !== kept)
  if (abandoned.length === 0) return true
  if (kept) {
    kept.scale = 100
    if (!isWhole(turn, kept) && kept.completedOnce) return false
    const { loadBalancers } = abandoned[0] ?? kept
    if (kept.targetGroupArns) shiftToGroups(engine.sandbox, scope, loadBalancers, kept.targetGroupArns)
  }
  for (const one of abandoned) one.scale = 0
  if (!abandoned.every(one => isGone(turn, one))) return false
  service.deployments = service.deployments.filter(one => !abandoned.includes(one))
  record.sourceRevisionArns = kept ? [kept.revisionArn] : []
  return true
}
