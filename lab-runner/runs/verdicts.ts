import type { Verdict } from '@slipway/labs/define.ts'
import type { VerdictDto } from '../contract.ts'
import { AppError } from '../security/app-error.ts'

/** Processes start no faster when the account's time does, so no step is given up before this. */
const SHORTEST_TIMEOUT_MS = 60_000

export interface VerdictTiming {
  attempt: number
  checkedAt: number
  /** How much faster than AWS's the account's time runs. */
  timeScale: number
  /** When the first `waiting` of this row came. */
  settlingSince: number | null
  /** The step's own timeout, such as `3m`. */
  timeout: string
}

/** A verdict as it is stored and shown. One that waits longer than the step allows becomes `fail`. */
export function presentVerdict(verdict: Verdict, timing: VerdictTiming): VerdictDto {
  const base = { checkedAt: timing.checkedAt, attempt: timing.attempt, retryAt: null, aboutSeconds: null }
  if (verdict.status === 'pass') {
    const { status, observed } = verdict
    return { ...base, status, reason: 'pass', title: 'Done', expected: '', observed, next: '' }
  }
  if (verdict.status === 'error') {
    const { status, reason, title, observed, next } = verdict
    return { ...base, status, reason, title, expected: '', observed, next }
  }
  const { reason, title, expected, observed, next } = verdict
  if (verdict.status === 'fail') return { ...base, status: 'fail', reason, title, expected, observed, next }

  const scale = Math.max(1, timing.timeScale)
  const limit = Math.max(SHORTEST_TIMEOUT_MS, durationMs(timing.timeout) / scale)
  const since = timing.settlingSince ?? timing.checkedAt
  if (timing.checkedAt - since >= limit) {
    const took = Math.round((timing.checkedAt - since) / 1000)
    return {
      ...base,
      status: 'fail',
      reason,
      title,
      expected,
      observed: `${observed} It has been so for ${took} s, longer than it should take.`,
      next,
    }
  }
  return {
    ...base,
    status: 'waiting',
    reason,
    title,
    expected,
    observed,
    next,
    retryAt: timing.checkedAt + Math.max(1, verdict.retryAfterSeconds / scale) * 1000,
    aboutSeconds: Math.max(1, Math.round(verdict.aboutSeconds / scale)),
  }
}

/** What a check says that could not be made: it is our failure, never the learner's. */
export function verdictOfFailure(error: unknown): Verdict {
  if (error instanceof AppError) {
    const { code, message, next } = error
    return {
      status: 'error',
      reason: code,
      title: 'The check could not be made',
      observed: message,
      next,
      detail: `${code}: ${message}`,
    }
  }
  const { name, message } = error instanceof Error ? error : new Error(String(error))
  if (/Throttl|TooManyRequests|RequestLimitExceeded|SlowDown/.test(name)) {
    return {
      status: 'error',
      reason: 'aws-busy',
      title: 'AWS is busy',
      observed: 'AWS asked us to slow down before the check had seen everything.',
      next: 'Wait half a minute, then press Check. Nothing is wrong with what you did.',
      detail: message,
    }
  }
  if (name === 'TimeoutError' || name === 'AbortError') {
    return {
      status: 'error',
      reason: 'check-timeout',
      title: 'The check took too long',
      observed: 'It had no answer after a minute, so it was ended.',
      next: 'Press Check again.',
      detail: message,
    }
  }
  return {
    status: 'error',
    reason: 'check-failed',
    title: 'The check itself failed',
    observed: 'It ended with an error of its own, so it says nothing about your work.',
    next: 'Press Check again. If it stays so, the error stands in the output of `npm start`.',
    detail: `${name}: ${message}`,
  }
}

function durationMs(text: string): number {
  const [, amount, unit] = /^(\d+)([sm])$/.exec(text) ?? []
  return Number(amount ?? 120) * (unit === 'm' ? 60_000 : 1000)
}
