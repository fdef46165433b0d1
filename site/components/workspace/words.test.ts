import { describe, expect, it } from 'vitest'
import { about, dollars, elapsed, secondsLeft, stepWords } from './words.ts'
import { freshSteps, runOf, verdict } from './testing/fake-lab.ts'

const step = () => {
  const [first] = freshSteps()
  if (first === undefined) throw new Error('no step')
  return first
}

describe('words', () => {
  it('counts time as clocks do', () => {
    expect([0, 12_000, 185_000, 3_600_000].map(elapsed)).toEqual(['0:00', '0:12', '3:05', '1:00:00'])
  })

  it('never counts below nothing', () => {
    expect(elapsed(-5000)).toBe('0:00')
    expect(about(-3)).toBe('any moment now')
  })

  it('says seconds, then minutes', () => {
    expect([about(41.2), about(180)]).toEqual(['about 42 s', 'about 3 min'])
  })

  it('shows a third decimal only where it says something', () => {
    expect([0, 0.07, 0.0352, 1.5].map(dollars)).toEqual(['$0.00', '$0.07', '$0.035', '$1.50'])
  })

  it('says a step as the lesson does', () => {
    const at = new Date(2026, 4, 12, 13, 41).getTime()
    const done = { ...step(), status: 'done' as const, verdict: verdict('pass', { checkedAt: at }) }
    expect(stepWords(done, at)).toBe('Done 13:41')
    expect(stepWords({ ...done, status: 'shown' }, at)).toBe('Shown 13:41')
    const lastRun = runOf('run', 'create-cluster', { startedAt: at - 12_000 })
    expect(stepWords({ ...step(), status: 'running', lastRun }, at)).toBe('Running 0:12')
  })

  it('counts down from when it was checked, and stops at nothing', () => {
    const settling = { ...step(), verdict: verdict('waiting', { checkedAt: 1000, aboutSeconds: 42 }) }
    expect(secondsLeft(settling, 11_000)).toBe(32)
    expect(secondsLeft(settling, 99_000)).toBe(0)
  })
})
