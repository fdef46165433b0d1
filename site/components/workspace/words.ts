import type { StepState } from '../../../lab-runner/contract.ts'

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
const clockSeconds = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
})

/** 13:41, as the learner's clock shows it. */
export const timeOfDay = (at: number): string => clock.format(at)

/** 13:41:07 */
export const timeOfDaySeconds = (at: number): string => clockSeconds.format(at)

/** 0:12, 3:05, 1:00:00 */
export function elapsed(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const two = (value: number) => String(value).padStart(2, '0')
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`
}

/** `about 42 s`, `about 3 min`; when the time is up, `any moment now`. */
export function about(seconds: number): string {
  if (seconds <= 0) return 'any moment now'
  if (seconds < 100) return `about ${Math.ceil(seconds)} s`
  return `about ${Math.round(seconds / 60)} min`
}

/** `$0.00`, `$0.07`, `$0.035`: two decimals, and a third where it says something. */
export const dollars = (usd: number): string => `$${usd.toFixed(3).replace(/0$/, '')}`

const ordinals = ['', 'first', 'second', 'third', 'fourth', 'fifth']

/** first, second, third … 6th */
export const ordinal = (count: number): string => ordinals[count] ?? `${count}th`

/** `2 tasks`, `1 task` */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`

/** The words beside a step's title. */
export function stepWords(step: StepState, now: number): string {
  switch (step.status) {
    case 'todo':
      return 'To do'
    case 'running':
      return `Running ${elapsed(now - (step.lastRun?.startedAt ?? now))}`
    case 'checking':
      return 'Checking'
    case 'settling':
      return about(secondsLeft(step, now))
    case 'notyet':
      return 'Not yet'
    case 'error':
      return 'We failed'
    case 'stopped':
      return 'Stopped'
    case 'done':
    case 'shown': {
      const word = step.status === 'done' ? 'Done' : 'Shown'
      return step.verdict === null ? word : `${word} ${timeOfDay(step.verdict.checkedAt)}`
    }
  }
}

/** Seconds until a settling step is about to be right. */
export function secondsLeft({ verdict }: StepState, now: number): number {
  if (verdict === null || verdict.aboutSeconds === null) return 0
  return Math.max(0, (verdict.checkedAt + verdict.aboutSeconds * 1000 - now) / 1000)
}
