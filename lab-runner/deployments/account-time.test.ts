import { expect, it } from 'vitest'
import { endOfWait, noteScale } from './account-time.ts'

const MINUTE = 60_000
const five = { since: 1_000_000, minutes: 5 }
const after = (ms: number) => five.since + ms

it('ends a wait as many times sooner as time is faster', () => {
  expect(endOfWait([{ at: after(2000), scale: 1 }], five, after(MINUTE))).toBe(after(5 * MINUTE))
  expect(endOfWait([{ at: 0, scale: 10 }], five, after(MINUTE / 10))).toBe(after(MINUTE / 2))
})

it('counts what has passed at each scale, and the rest at the present one', () => {
  const changes = [
    { at: 0, scale: 1 },
    { at: after(MINUTE), scale: 60 },
  ]
  expect(endOfWait(changes, five, after(MINUTE))).toBe(after(MINUTE + (4 * MINUTE) / 60))
  const slowed = [...changes, { at: after(MINUTE + 1000), scale: 1 }]
  expect(endOfWait(slowed, five, after(MINUTE + 1000))).toBe(after(MINUTE + 1000 + 3 * MINUTE))
})

it('a wait that is over has ended when it did', () => {
  expect(endOfWait([{ at: 0, scale: 60 }], five, after(MINUTE))).toBe(after(5000))
})

it('runs as on AWS where no scale is known', () => {
  expect(endOfWait([], five, five.since)).toBe(after(5 * MINUTE))
})

it('keeps a scale once, and not for ever', () => {
  const first = noteScale([], 10, 1)
  expect(noteScale(first, 10, 2)).toBe(first)
  expect(noteScale(first, 60, 3)).toEqual([
    { at: 1, scale: 10 },
    { at: 3, scale: 60 },
  ])
  let many = first
  for (let n = 0; n < 100; n++) many = noteScale(many, n % 2 ? 10 : 60, n)
  expect(many).toHaveLength(50)
})
