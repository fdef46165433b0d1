import type { StackDocument } from '../store.ts'
import { setStackStatus } from './events.ts'
import { checkRunning, putStack, type Turn } from './turn.ts'

/** Ends the run. */
export function finish(turn: Turn, status: StackDocument['status'], reason?: string): undefined {
  checkRunning(turn.signal)
  const { stack, run } = turn
  if (status === 'CREATE_FAILED' || status === 'UPDATE_FAILED') {
    stack.unfinished = { previous: run.previous, runIds: [...(run.runIds ?? []), run.id] }
  } else delete stack.unfinished
  setStackStatus(turn, stack, status, reason)
  delete stack.run
  putStack(turn)
}
