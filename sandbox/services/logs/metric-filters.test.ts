import type { MetricTransformation } from '@aws-sdk/client-cloudwatch-logs'
import { beforeEach, expect, test } from 'vitest'
import { findSeries } from '../cloudwatch/series.ts'
import { mergeAll } from '../cloudwatch/statistics.ts'
import { FakeAccount } from '../ecs/testing/fake-account.ts'
import { appendLogEvents } from './append.ts'
import { createLogGroup } from './operations/create-log-group.ts'
import { deleteLogGroup } from './operations/delete-log-group.ts'
import { deleteMetricFilter } from './operations/delete-metric-filter.ts'
import { describeLogGroups } from './operations/describe-log-groups.ts'
import { describeMetricFilters } from './operations/describe-metric-filters.ts'
import { putMetricFilter } from './operations/put-metric-filter.ts'
import { testMetricFilter } from './operations/test-metric-filter.ts'

let account: FakeAccount

beforeEach(async () => {
  account = new FakeAccount()
  await account.call(createLogGroup, { logGroupName: '/lab' })
})

const put = (filterPattern: string, transformation: Partial<MetricTransformation> = {}, filterName = 'one') =>
  account.call(putMetricFilter, {
    ...{ logGroupName: '/lab', filterName, filterPattern },
    metricTransformations: [
      { metricName: 'Errors', metricNamespace: 'Lab', metricValue: '1', ...transformation },
    ],
  })

function log(...messages: string[]): void {
  const timestamp = account.clock.now()
  appendLogEvents(
    account.sandbox,
    account.scope,
    '/lab',
    'a',
    messages.map(message => ({ timestamp, message })),
  )
}

function measured(dimensions: Record<string, string> = {}) {
  const name = { namespace: 'Lab', metricName: 'Errors', dimensions }
  const { sampleCount, sum } = mergeAll(findSeries(account.scope, name)?.buckets() ?? [])
  return { sampleCount, sum }
}

test('lines that match are counted, from when the filter was put', async () => {
  log('ERROR before')
  await put('ERROR')
  log('ERROR one', 'fine', 'ERROR two')
  expect(measured()).toEqual({ sampleCount: 2, sum: 2 })
  await account.call(deleteMetricFilter, { logGroupName: '/lab', filterName: 'one' })
  log('ERROR three')
  expect(measured().sum).toBe(2)
})

test('a field gives the value, others the dimensions; what lacks them counts without', async () => {
  await put('{ $.status >= 500 }', {
    metricValue: '$.ms',
    unit: 'Milliseconds',
    dimensions: { Path: '$.req.path' },
  })
  log(
    '{"status":500,"ms":12,"req":{"path":"/a"}}',
    '{"status":503,"ms":8,"req":{"path":"/a"}}',
    '{"status":500,"ms":5}',
    '{"status":500,"req":{"path":"/a"}}',
    '{"status":200,"ms":100,"req":{"path":"/a"}}',
  )
  expect(measured({ Path: '/a' })).toEqual({ sampleCount: 2, sum: 20 })
  expect(measured()).toEqual({ sampleCount: 1, sum: 5 })
})

test('the default value stands for what does not match', async () => {
  await put('ERROR', { defaultValue: 0 })
  log('fine', 'fine too')
  expect(measured()).toEqual({ sampleCount: 1, sum: 0 })
  log('fine', 'ERROR')
  expect(measured()).toEqual({ sampleCount: 2, sum: 1 })
})

test('filters are described, counted with their group, and deleted with it', async () => {
  await put('ERROR', {}, 'b')
  await put('WARN', { metricName: 'Warnings' }, 'a')
  const names = async (more: object) =>
    (await account.call(describeMetricFilters, more)).metricFilters?.map(({ filterName }) => filterName)
  expect(await names({ logGroupName: '/lab' })).toEqual(['a', 'b'])
  expect(await names({ logGroupName: '/lab', filterNamePrefix: 'b' })).toEqual(['b'])
  expect(await names({ metricName: 'Warnings', metricNamespace: 'Lab' })).toEqual(['a'])
  await expect(names({ metricName: 'Warnings' })).rejects.toThrow('metricNamespace')
  expect((await account.call(describeLogGroups, {})).logGroups?.[0]?.metricFilterCount).toBe(2)
  await account.call(deleteLogGroup, { logGroupName: '/lab' })
  expect(await names({})).toEqual([])
})

test('TestMetricFilter says which messages match, and what it found in them', async () => {
  const { matches } = await account.call(testMetricFilter, {
    filterPattern: '{ $.status = 500 && $.ms > 1 }',
    logEventMessages: ['{"status":200,"ms":3}', '{"status":500,"ms":3}', 'text'],
  })
  expect(matches).toEqual([
    {
      eventNumber: 2,
      eventMessage: '{"status":500,"ms":3}',
      extractedValues: { '$.status': '500', '$.ms': '3' },
    },
  ])
})

test.each<[string, Partial<MetricTransformation>, string]>([
  [
    'both',
    { defaultValue: 0, dimensions: { a: '$.a' } },
    'dimensions and default value are mutually exclusive',
  ],
  ['no number', { metricValue: 'many' }, 'metricValue must be a number or a field'],
  ['a constant dimension', { dimensions: { a: 'b' } }, 'is not a field'],
  ['a namespace of AWS', { metricNamespace: 'AWS/ECS' }, 'must not begin with AWS/'],
  ['too many dimensions', { dimensions: { a: '$.a', b: '$.b', c: '$.c', d: '$.d' } }, 'at most 3 dimensions'],
])('a transformation with %s is refused', async (_what, transformation, message) => {
  await expect(put('ERROR', transformation)).rejects.toThrow(message)
})

test('what does not exist is told', async () => {
  await expect(
    account.call(deleteMetricFilter, { logGroupName: '/lab', filterName: 'x' }),
  ).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'The specified metric filter does not exist.',
  })
  await expect(put('{ $.a ')).rejects.toThrow('Invalid filter pattern')
})

test('fields between spaces give value and dimensions by their names', async () => {
  await put('[ip, method, path, status = 5*, ms]', { metricValue: '$ms', dimensions: { Path: '$path' } })
  log('10.0.0.1 GET /a 503 12', '10.0.0.1 GET /a 200 7', '10.0.0.1 GET /a 500 8', 'a line of another kind')
  expect(measured({ Path: '/a' })).toEqual({ sampleCount: 2, sum: 20 })
  const { matches } = await account.call(testMetricFilter, {
    filterPattern: '[ip, ..., ms]',
    logEventMessages: ['10.0.0.1 GET 5'],
  })
  expect(matches?.[0]?.extractedValues).toEqual({ $ip: '10.0.0.1', $ms: '5' })
})
