import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { DEFAULT_TIME_SCALE, StoredClock } from './clock.ts'
import { openStore, type Store } from './store/store.ts'

const A = '111111111111'
const B = '222222222222'

let store: Store
let clock: StoredClock

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] })
  store = openStore(':memory:')
  clock = new StoredClock(store)
})
afterEach(() => {
  clock.stop()
  store.close()
  vi.useRealTimers()
})

test('an account has its own time, ten times as fast until somebody sets it', () => {
  const before = clock.time(A)
  vi.advanceTimersByTime(1000)
  expect(clock.time(A) - before).toBeCloseTo(1000 * DEFAULT_TIME_SCALE)
})

test('a timer runs when its account’s time has passed', () => {
  const fn = vi.fn()
  clock.after(A, 30_000, fn)
  vi.advanceTimersByTime(2_900)
  expect(fn).not.toHaveBeenCalled()
  vi.advanceTimersByTime(200)
  expect(fn).toHaveBeenCalledOnce()
})

test('a new scale holds for timers that run already, and for its own account alone', () => {
  const [fast, other] = [vi.fn(), vi.fn()]
  clock.setScale(A, 1)
  clock.setScale(B, 1)
  clock.after(A, 60_000, fast)
  clock.after(B, 60_000, other)
  vi.advanceTimersByTime(30_000)
  clock.setScale(A, 100)
  vi.advanceTimersByTime(301)
  expect(fast).toHaveBeenCalledOnce()
  expect(other).not.toHaveBeenCalled()
  clock.setScale(B, 0.5)
  vi.advanceTimersByTime(59_000)
  expect(other).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1_000)
  expect(other).toHaveBeenCalledOnce()
})

test('a cancelled timer never runs', () => {
  const fn = vi.fn()
  const cancel = clock.after(A, 1000, fn)
  cancel()
  cancel()
  vi.advanceTimersByTime(10_000)
  expect(fn).not.toHaveBeenCalled()
})

test('a timer longer than setTimeout can count waits its whole time', () => {
  const fn = vi.fn()
  clock.setScale(A, 1)
  const days = 40 * 24 * 3_600_000
  clock.after(A, days, fn)
  vi.advanceTimersByTime(days - 1000)
  expect(fn).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1001)
  expect(fn).toHaveBeenCalledOnce()
})

test('time and scale go on across restarts, the time in between included', () => {
  clock.setScale(A, 50)
  vi.advanceTimersByTime(1000)
  const before = clock.time(A)
  clock.stop()
  vi.advanceTimersByTime(2000)
  clock = new StoredClock(store)
  expect(clock.scale(A)).toBe(50)
  expect(clock.time(A) - before).toBeCloseTo(100_000, -2)
})

test('a wall clock that is set back does not turn time back', () => {
  const before = clock.time(A)
  vi.setSystemTime(Date.now() - 3_600_000)
  vi.advanceTimersByTime(100)
  expect(clock.time(A)).toBeGreaterThan(before)
  clock.stop()
  clock = new StoredClock(store)
  expect(clock.time(A)).toBeGreaterThanOrEqual(before)
})

test.each([0, -1, 0.01, 1001, Number.NaN, Number.POSITIVE_INFINITY])('a scale of %d is refused', scale => {
  expect(() => clock.setScale(A, scale)).toThrow(/must be between 0\.1 and 1000; got/)
})
