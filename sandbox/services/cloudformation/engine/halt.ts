import type { RunDocument } from '../store.ts'
import { cloudwatch } from '../../cloudwatch/store.ts'
import { checkRunning, pause, putStack, type Turn } from './turn.ts'

const POLL_MS = 100

/** Whether what is under way is given up: something has failed, somebody has asked for it, or time or an alarm ends it. */
export function isHalted({ failed, cancelled, halted }: RunDocument): boolean {
  return failed.length > 0 || cancelled === true || halted !== undefined
}

/** Does work while it watches the run's time and its alarms, which end it. */
export async function whileWatched<T>(turn: Turn, work: () => Promise<T>): Promise<T> {
  watch(turn)
  const timer = setInterval(() => watch(turn), POLL_MS)
  try {
    return await work()
  } finally {
    clearInterval(timer)
    if (!turn.signal.aborted) watch(turn)
  }
}

/** Once all is made: waits as long as the stack's alarms are to be watched. */
export async function watchAlarms(turn: Turn): Promise<void> {
  const { run, stack, sandbox, scope } = turn
  const { MonitoringTimeInMinutes: minutes = 0, RollbackTriggers = [] } = stack.rollbackConfiguration ?? {}
  if (minutes === 0 || RollbackTriggers.length === 0) return
  const { accountId } = scope
  run.watchedUntil ??= sandbox.clock.time(accountId) + minutes * 60_000
  putStack(turn)
  while (sandbox.clock.time(accountId) < run.watchedUntil) {
    watch(turn)
    if (isHalted(run)) return
    await pause(turn.signal, POLL_MS)
  }
}

function watch(turn: Turn): void {
  const { run, signal } = turn
  if (signal.aborted || run.halted !== undefined) return
  const reason = outOfTime(turn) ?? alarmReason(turn)
  if (reason === undefined) return
  checkRunning(signal)
  run.halted = reason
  putStack(turn)
}

function outOfTime({ run, sandbox, scope }: Turn): string | undefined {
  if (run.until === undefined || sandbox.clock.time(scope.accountId) < run.until) return undefined
  return 'Stack creation time exceeded the specified timeout.'
}

/** Why the stack's alarms end the run; undefined while all of them are there and none is in ALARM. */
function alarmReason({ stack, sandbox, scope }: Turn): string | undefined {
  for (const { Arn = '' } of stack.rollbackConfiguration?.RollbackTriggers ?? []) {
    const [, , , region = '', accountId, , ...name] = Arn.split(':')
    const own = accountId === scope.accountId ? sandbox.store.scope(scope.accountId, region) : undefined
    const alarm = own && cloudwatch(own).alarms.get(name.join(':'))
    if (!alarm) return `Rollback trigger ${Arn} does not exist.`
    if (alarm.state.value === 'ALARM') return `Rollback trigger ${Arn} entered ALARM state.`
  }
  return undefined
}
