import { expect, test } from 'vitest'
import { breakEven, costs, dollars, MONTH, SIZES } from './fargate-cost.ts'
import { isFargateSize } from './task-definition/rules.ts'

const small = { tasks: 1, vcpu: 0.25, gb: 0.5, hours: MONTH }

test('the smallest task costs what AWS’s price list makes of it', () => {
  const [x86, arm, spot] = costs(small)
  expect(dollars(x86?.hour ?? 0)).toBe('$0.0123')
  expect(dollars(x86?.month ?? 0)).toBe('$9.01')
  expect((arm?.hour ?? 0) / (x86?.hour ?? 0)).toBeCloseTo(0.8, 2)
  expect((spot?.hour ?? 0) / (x86?.hour ?? 0)).toBeCloseTo(0.31, 2)
})

test('cost grows with tasks and hours, and a machine must cost less the less the tasks run', () => {
  expect(costs({ ...small, tasks: 10 })[0]?.hour).toBeCloseTo(10 * (costs(small)[0]?.hour ?? 0))
  expect(costs({ ...small, hours: 73 })[0]?.month).toBeCloseTo((costs(small)[0]?.month ?? 0) / 10)
  expect(breakEven(small)).toBeCloseTo(costs(small)[0]?.hour ?? 0)
  expect(breakEven({ ...small, hours: 73 })).toBeCloseTo((costs(small)[0]?.hour ?? 0) / 10)
})

test('every size to choose from is one that Fargate has', () => {
  for (const { vcpu, gb } of SIZES) expect(isFargateSize(vcpu * 1024, gb * 1024), `${vcpu} ${gb}`).toBe(true)
})

test('amounts are printed with the digits that matter', () => {
  expect([0, 0.0123, 0.5, 9.008, 1234.5].map(dollars)).toEqual([
    '$0.0000',
    '$0.0123',
    '$0.500',
    '$9.01',
    '$1,235',
  ])
})
