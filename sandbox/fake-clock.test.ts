import { expect, test } from 'vitest'
import { FakeClock } from './fake-clock.ts'

const A = '111111111111'

test('time passes by advance alone, and timers run in its order', async () => {
  const clock = new FakeClock(0)
  const ran: string[] = []
  clock.after(A, 200, () => ran.push(`b at ${clock.now()}`))
  clock.after(A, 100, () => ran.push(`a at ${clock.now()}`))
  clock.after(A, 300, () => ran.push('c'))
  await clock.advance(250)
  expect(ran).toEqual(['a at 100', 'b at 200'])
  expect(clock.now()).toBe(250)
  expect(clock.time(A)).toBe(250)
})

test('timers that a timer sets after awaiting run in the same advance', async () => {
  const clock = new FakeClock(0)
  const ran: number[] = []
  clock.after(A, 100, () => {
    void Promise.resolve().then(() => clock.after(A, 100, () => ran.push(clock.now())))
  })
  await clock.advance(1000)
  expect(ran).toEqual([200])
})

test('a scale shortens waits, cancelled timers do not run', async () => {
  const clock = new FakeClock(0)
  const ran: number[] = []
  clock.setScale(A, 10)
  clock.after(A, 1000, () => ran.push(clock.now()))
  clock.after(A, 500, () => ran.push(-1))()
  await clock.advance(100)
  expect(ran).toEqual([100])
  expect(clock.time(A)).toBe(1000)
})
