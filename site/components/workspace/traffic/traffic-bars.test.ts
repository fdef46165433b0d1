import { expect, it } from 'vitest'
import type { LoadDto } from '../../../../lab-runner/contract.ts'
import { trafficBars, versionCounts } from './traffic-bars.ts'

const load = (seconds: LoadDto['seconds'], changed: Partial<LoadDto> = {}): LoadDto => ({
  ...{ requestsPerSecond: 10, path: '/', running: true, startedAt: 0, endsAt: 60_000 },
  ...{ sent: 0, answered: 0, failed: 0, lost: 0, heldBack: 0, p50Ms: null, p99Ms: null },
  seconds,
  ...changed,
})
const second = (
  at: number,
  byVersion: Record<string, number>,
  failedByVersion: Record<string, number> = {},
  lost = 0,
) => ({
  ...{ at, byVersion, failedByVersion, lost },
  failed: Object.values(failedByVersion).reduce((sum, count) => sum + count, 0),
})

it('stacks the versions, oldest at the bottom, and what failed on top, never higher than the rate', () => {
  const bars = trafficBars(load([second(5000, { 10: 2, 9: 6 }, { 10: 1, 9: 3 }, 2)]), 5400, 3)
  expect(bars.map(({ at }) => at)).toEqual([3000, 4000, 5000])
  expect(bars[0]?.parts).toEqual([])
  const parts = bars[2]?.parts ?? []
  expect(parts.map(({ kind }) => kind)).toEqual(['blue', 'green', 'failed', 'lost'])
  expect(parts.map(({ height }) => Math.round(height * 100))).toEqual([30, 10, 40, 20])
})

it('stands still when the load has ended', () => {
  const ended = load([second(8000, { 1: 5 })], { running: false, endsAt: 8500 })
  expect(trafficBars(ended, 99_000, 2).map(({ at }) => at)).toEqual([7000, 8000])
})

it('tells how the versions share the last whole seconds; answers without one are no version', () => {
  const counts = versionCounts(
    load([second(1000, { 1: 9, 2: 1 }), second(2000, { 1: 9, 2: 1, '': 5 }), second(3000, { 2: 50 })]),
  )
  expect(counts.map(({ version, kind }) => [version, kind])).toEqual([
    ['1', 'blue'],
    ['2', 'green'],
    ['', 'other'],
  ])
  expect(counts[1]).toMatchObject({ count: 52, share: 2 / 25 })
  expect(versionCounts(load([]))).toEqual([])
})

it('tells which version’s answers failed', () => {
  const counts = versionCounts(
    load([second(1000, { 1: 9, 2: 3 }, { 2: 2 }), second(2000, { 1: 9 }, { 1: 1 })]),
  )
  expect(counts.map(({ version, failed }) => `${version}: ${failed}`)).toEqual(['1: 1', '2: 2'])
})
