import { expect, it } from 'vitest'
import type { MetricChart } from '../../../../lab-runner/contract.ts'
import { linePath, topOf, valueWords } from './line-path.ts'

const chart = (unit: MetricChart['unit'], ...values: number[]): MetricChart => ({
  id: 'cpu',
  title: 'CPU',
  unit,
  series: [{ label: 'web', points: values.map((value, n) => [n, value]) }],
})

it('ends the axis at a round number at or above the largest value', () => {
  expect(topOf(chart('count', 3, 130))).toBe(200)
  expect(topOf(chart('count', 100))).toBe(100)
  expect(topOf(chart('count'))).toBe(4)
  expect(topOf(chart('percent', 12))).toBe(100)
  expect(topOf(chart('percent', 180))).toBe(200)
  expect(topOf(chart('ms', 900))).toBe(1000)
})

it('draws the points in their frame, and breaks the line where data is missing', () => {
  const frame = { width: 100, height: 50, from: 0, to: 100_000, top: 100 }
  const points: [number, number][] = [
    [0, 0],
    [10_000, 50],
    [90_000, 100],
  ]
  expect(linePath(points, 10, frame)).toBe('M0.0 50.0L10.0 25.0M90.0 0.0')
  expect(linePath([], 10, frame)).toBe('')
})

it('says values in their unit', () => {
  expect([valueWords(43.21, 'percent'), valueWords(2.34, 'ms'), valueWords(1234, 'count')]).toEqual([
    '43 %',
    '2.3 ms',
    '1,234',
  ])
})
