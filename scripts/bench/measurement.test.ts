import { expect, test } from 'vitest'
import { isMet, median, percentile, type Figure } from './measurement.ts'

test('percentiles, of samples in any order', () => {
  const samples = Array.from({ length: 100 }, (_, index) => 100 - index)
  expect(percentile(samples, 0.99)).toBe(100)
  expect(median(samples)).toBe(51)
  expect(median([])).toBeNaN()
})

test('an aim is a most or a least, and what could not be measured meets none', () => {
  const figure: Figure = { name: 'x', value: 5, unit: 'ms', how: '' }
  expect(isMet(figure)).toBeUndefined()
  expect(isMet({ ...figure, aim: { atMost: 5 } })).toBe(true)
  expect(isMet({ ...figure, aim: { atMost: 4.9 } })).toBe(false)
  expect(isMet({ ...figure, aim: { atLeast: 5 } })).toBe(true)
  expect(isMet({ ...figure, aim: { atLeast: 5.1 } })).toBe(false)
  expect(isMet({ ...figure, value: Number.NaN, aim: { atMost: 4 } })).toBe(false)
})
