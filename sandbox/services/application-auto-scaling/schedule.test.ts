import { expect, test } from 'vitest'
import { steppedCapacity, trackedCapacity } from './adjustment.ts'
import { nextRun, parseSchedule } from './schedule.ts'

const NOW = Date.parse('2026-10-01T09:00:00Z')
const next = (text: string, timezone?: string, after = NOW) => {
  const run = nextRun(parseSchedule(text), after, timezone)
  return run === undefined ? undefined : new Date(run).toISOString().slice(0, 16)
}

test.each([
  ['cron(0 9 * * ? *)', undefined, '2026-10-02T09:00'],
  ['cron(*/15 * * * ? *)', undefined, '2026-10-01T09:15'],
  ['cron(0 8 ? * MON-FRI *)', undefined, '2026-10-02T08:00'],
  ['cron(0 8 ? * 1 *)', undefined, '2026-10-04T08:00'],
  ['cron(0 0 L * ? *)', undefined, '2026-10-31T00:00'],
  ['cron(0 12 ? * 3#2 *)', undefined, '2026-10-13T12:00'],
  ['cron(0 12 ? * FRIL *)', undefined, '2026-10-30T12:00'],
  ['cron(0 12 ? * L *)', undefined, '2026-10-03T12:00'],
  ['cron(0 0 15W * ? *)', undefined, '2026-10-15T00:00'],
  ['cron(0 0 3W * ? *)', undefined, '2026-10-02T00:00'],
  ['cron(0 0 1W NOV ? *)', undefined, '2026-11-02T00:00'],
  ['cron(0 0 29 FEB ? *)', undefined, '2028-02-29T00:00'],
  ['cron(0 9 * * ? *)', 'Europe/Berlin', '2026-10-02T07:00'],
  ['cron(30 2 25 OCT ? *)', 'Europe/Berlin', '2026-10-25T00:30'],
  ['cron(0 9 1 1 ? 2020)', undefined, undefined],
  ['at(2026-10-01T12:00:00)', undefined, '2026-10-01T12:00'],
  ['at(2026-10-01T12:00:00)', 'America/New_York', '2026-10-01T16:00'],
  ['at(2026-09-01T12:00:00)', undefined, undefined],
])('%s in %s runs next at %s', (text, timezone, expected) => {
  expect(next(text, timezone)).toBe(expected)
})

test.each([
  '',
  'cron(0 9)',
  'cron(61 * * * ? *)',
  'cron(0 0 1 * MON *)',
  'rate(0 minutes)',
  'rate(5 weeks)',
  'at(tomorrow)',
  'cron(0 0 ? * 2#6 *)',
  'cron(0 0 ? * 8#1 *)',
  'cron(0 0 32W * ? *)',
  'cron(*/0 * * * ? *)',
])('the schedule "%s" is refused', text => {
  expect(() => parseSchedule(text)).toThrow('Invalid schedule')
})

test('target tracking rounds up, without the dust of fractions', () => {
  expect([
    trackedCapacity(2, 100, 70),
    trackedCapacity(3, 70, 70),
    trackedCapacity(10, 0.3, 0.1 * 3),
  ]).toEqual([3, 3, 10])
  expect(trackedCapacity(4, 0, 70)).toBe(0)
})

test('steps are chosen by the distance from the threshold, and percentages rounded as AWS rounds them', () => {
  const StepAdjustments = [
    { MetricIntervalUpperBound: -20, ScalingAdjustment: -50 },
    { MetricIntervalLowerBound: -20, MetricIntervalUpperBound: 0, ScalingAdjustment: -10 },
    { MetricIntervalLowerBound: 0, MetricIntervalUpperBound: 10, ScalingAdjustment: 10 },
    { MetricIntervalLowerBound: 10, ScalingAdjustment: 30 },
  ]
  const of = (current: number, distance: number, more: object = {}) =>
    steppedCapacity(current, distance, {
      AdjustmentType: 'PercentChangeInCapacity',
      StepAdjustments,
      ...more,
    })
  expect([of(10, 0), of(10, 10), of(4, 5), of(10, -20), of(10, -5), of(12, 15)]).toEqual([
    11, 13, 5, 5, 9, 15,
  ])
  expect(of(10, 0, { MinAdjustmentMagnitude: 2 })).toBe(12)
  expect(of(10, 10, { AdjustmentType: 'ExactCapacity' })).toBe(30)
  expect(of(10, 10, { StepAdjustments: StepAdjustments.slice(0, 1) })).toBeUndefined()
})
