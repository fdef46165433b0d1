import { expect, test } from 'vitest'
import { checkStrategy, distribute } from './capacity-strategy.ts'

const both = (base: number, onDemand: number, spot: number) => [
  { capacityProvider: 'FARGATE', base, weight: onDemand },
  { capacityProvider: 'FARGATE_SPOT', weight: spot },
]
const counts = (names: string[]) => [
  names.filter(name => name === 'FARGATE').length,
  names.filter(name => name === 'FARGATE_SPOT').length,
]

test('the base comes first, the rest by weight', () => {
  expect(counts(distribute(both(2, 1, 4), 2))).toEqual([2, 0])
  expect(counts(distribute(both(2, 1, 4), 12))).toEqual([4, 8])
  expect(counts(distribute(both(0, 1, 1), 5))).toEqual([3, 2])
  expect(counts(distribute(both(0, 0, 1), 3))).toEqual([0, 3])
  expect(counts(distribute(both(1, 0, 1), 3))).toEqual([1, 2])
})

test('tasks that are there count', () => {
  expect(distribute(both(1, 1, 1), 1, ['FARGATE_SPOT'])).toEqual(['FARGATE'])
  expect(distribute(both(1, 1, 1), 1, ['FARGATE', 'FARGATE'])).toEqual(['FARGATE_SPOT'])
})

test('a single provider needs no weight', () => {
  expect(distribute([{ capacityProvider: 'FARGATE_SPOT' }], 2)).toEqual(['FARGATE_SPOT', 'FARGATE_SPOT'])
})

test.each([
  ['two bases', both(1, 1, 1).map(item => ({ ...item, base: 1 })), 'can have a base defined'],
  ['no weight', both(0, 0, 0), 'weight value greater than zero'],
  ['one provider twice', [...both(0, 1, 1), ...both(0, 1, 1)], 'duplicate'],
  ['too much weight', both(0, 1001, 1), 'weight must be'],
])('refuses %s', (_what, strategy, message) => {
  expect(() => checkStrategy(strategy)).toThrow(message)
})
