import { expect, test } from 'vitest'
import { FakeAccount } from '../ecs/testing/fake-account.ts'
import { recordMetric, storeMetric, writeMetrics } from './metrics.ts'
import { allSeries, findSeries, forgetSeries } from './series.ts'
import { mergeAll, statisticOf } from './statistics.ts'
import { cloudwatch } from './store.ts'

const MINUTE = 60_000
const metric = { namespace: 'Lab', metricName: 'Latency', dimensions: { Service: 'web' } }

test('measurements of a minute are one bucket, with every statistic', () => {
  const { sandbox, scope } = new FakeAccount()
  for (let value = 1; value <= 100; value++)
    recordMetric(sandbox, scope, { ...metric, value, unit: 'Seconds' })
  const buckets = findSeries(scope, metric)?.buckets() ?? []
  expect(buckets).toHaveLength(1)
  const whole = mergeAll(buckets)
  const of = (name: string) => statisticOf(whole, name) ?? NaN
  expect([of('SampleCount'), of('Sum'), of('Average'), of('Minimum'), of('Maximum')]).toEqual([
    100, 5050, 50.5, 1, 100,
  ])
  expect(of('p50')).toBeCloseTo(50, 0)
  expect(Math.abs(of('p99') - 99)).toBeLessThan(1.5)
  expect(of('p100')).toBe(100)
  expect(Math.abs(of('tm90') - 45.5)).toBeLessThan(0.5)
  expect(Math.abs(of('PR(:25)') - 25)).toBeLessThanOrEqual(1)
  expect(of('TC(10%:90%)')).toBe(80)
})

test('negative values and zero keep their order in percentiles', () => {
  const { sandbox, scope } = new FakeAccount()
  recordMetric(sandbox, scope, { ...metric, values: [-200, -2, 0, 5], counts: [1, 1, 1, 1] })
  const whole = mergeAll(findSeries(scope, metric)?.buckets() ?? [])
  const shown = ['p25', 'p50', 'p75', 'p100'].map(name => Math.round(statisticOf(whole, name) ?? NaN))
  expect(shown).toEqual([-200, -2, 0, 5])
})

test('statistics without values have no percentiles, unless all values are the same', () => {
  const { sandbox, scope } = new FakeAccount()
  const put = (minimum: number) =>
    recordMetric(sandbox, scope, {
      ...metric,
      statistics: { sampleCount: 3, sum: 12, minimum, maximum: 4 },
    })
  put(4)
  expect(statisticOf(mergeAll(findSeries(scope, metric)?.buckets() ?? []), 'p90')).toBe(4)
  put(1)
  expect(statisticOf(mergeAll(findSeries(scope, metric)?.buckets() ?? []), 'p90')).toBeUndefined()
})

test('a bucket is of one minute of the account’s own time, wherever that is on the wall clock', async () => {
  const { sandbox, scope, clock } = new FakeAccount()
  clock.setScale(scope.accountId, 10)
  for (let second = 0; second < 60; second += 3) {
    recordMetric(sandbox, scope, { ...metric, value: 1 })
    await clock.advance(3000)
  }
  const buckets = findSeries(scope, metric)?.buckets() ?? []
  expect(buckets).toHaveLength(10)
  expect(buckets.every(({ wall }, n) => wall - (buckets[0]?.wall ?? 0) === n * 6000)).toBe(true)
})

test('months of measurements stay bounded, and lose no count', async () => {
  const { sandbox, scope, clock } = new FakeAccount()
  const before = clock.now()
  for (let minute = 0; minute < 20_000; minute++) {
    recordMetric(sandbox, scope, { ...metric, value: minute % 7, timestamp: before + minute * MINUTE })
  }
  await clock.advance(0)
  const buckets = findSeries(scope, metric)?.buckets() ?? []
  expect(buckets.length).toBeLessThan(1600)
  expect(mergeAll(buckets).sampleCount).toBe(20_000)
  expect(cloudwatch(scope).chunks.size).toBeLessThan(80)
})

test('what was written is found again, the rest of a crash included up to the last write', () => {
  const { sandbox, scope } = new FakeAccount()
  storeMetric(sandbox, scope, { ...metric, value: 1 }, MINUTE)
  recordMetric(sandbox, scope, { ...metric, value: 2 })
  writeMetrics(sandbox)
  forgetSeries(scope)
  expect(allSeries(scope)).toHaveLength(1)
  expect(mergeAll(findSeries(scope, metric)?.buckets() ?? [])).toMatchObject({ sampleCount: 2, sum: 3 })
})

test('a write that was kept back does not bring back what a reset has removed', () => {
  const { sandbox, scope, store } = new FakeAccount()
  recordMetric(sandbox, scope, { ...metric, value: 2 })
  store.replaceAccount(scope.accountId, [])
  forgetSeries(scope)
  writeMetrics(sandbox)
  expect(cloudwatch(scope).chunks.size + cloudwatch(scope).series.size).toBe(0)
})
