import { expect, test } from 'vitest'
import { tally, type Outcome } from './tally.ts'

const passed: Outcome = { name: 'a > works', state: 'passed' }
const failed: Outcome = { name: 'a > breaks', state: 'failed' }
const skipped: Outcome = { name: 'b > needs Docker', state: 'skipped', note: 'no container engine answers' }

test('ends in the line that counts', () => {
  expect(tally([passed, passed, failed], 0, false)).toEqual({ lines: ['2 passed, 1 failed'], failed: true })
  expect(tally([passed], 0, true)).toEqual({ lines: ['1 passed, 0 failed'], failed: false })
})

test('says what was skipped and why, and lets it be on a developer’s machine', () => {
  expect(tally([passed, skipped], 0, false)).toEqual({
    lines: ['skipped: b > needs Docker: no container engine answers', '1 passed, 0 failed, 1 skipped'],
    failed: false,
  })
})

test('in CI what is skipped has failed', () => {
  const { lines, failed } = tally([passed, skipped], 0, true)
  expect(failed).toBe(true)
  expect(lines.at(-1)).toBe('1 passed, 1 failed')
})

test('a file that does not load counts, and so does a run without a test', () => {
  expect(tally([passed], 1, false)).toMatchObject({ failed: true, lines: ['1 passed, 1 failed'] })
  expect(tally([], 0, false).failed).toBe(true)
})
