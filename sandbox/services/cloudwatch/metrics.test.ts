import type { MetricDataQuery, PutMetricDataInput } from '@aws-sdk/client-cloudwatch'
import { expect, test } from 'vitest'
import { FakeAccount } from '../ecs/testing/fake-account.ts'
import { getMetricData } from './operations/get-metric-data.ts'
import { getMetricStatistics } from './operations/get-metric-statistics.ts'
import { listMetrics } from './operations/list-metrics.ts'
import { putMetricData } from './operations/put-metric-data.ts'

const MINUTE = 60_000
const NOW = Date.parse('2026-10-01T09:00:00Z')
const at = (minute: number) => new Date(NOW + minute * MINUTE)

function put(account: FakeAccount, data: PutMetricDataInput['MetricData'], Namespace = 'Lab') {
  return account.call(putMetricData, { Namespace, MetricData: data })
}

/** Values of `a` and `b` in the minutes -5, -4 …; undefined where there are none. */
async function withMetrics(a: (number | undefined)[], b: (number | undefined)[] = []): Promise<FakeAccount> {
  const account = new FakeAccount()
  const data = (MetricName: string, values: (number | undefined)[]) =>
    values.flatMap((Value, index) =>
      Value === undefined ? [] : [{ MetricName, Value, Timestamp: at(index - 5) }],
    )
  await put(account, [...data('a', a), ...data('b', b)])
  return account
}

const metric = (Id: string, MetricName = Id): MetricDataQuery => ({
  Id,
  MetricStat: { Metric: { Namespace: 'Lab', MetricName }, Period: 60, Stat: 'Sum' },
  ReturnData: false,
})

async function calculate(account: FakeAccount, Expression: string): Promise<(number | undefined)[]> {
  const { MetricDataResults } = await account.call(getMetricData, {
    StartTime: at(-5),
    EndTime: at(0),
    ScanBy: 'TimestampAscending',
    MetricDataQueries: [metric('a'), metric('b'), { Id: 'e', Expression }],
  })
  const { Timestamps = [], Values = [] } = MetricDataResults?.[0] ?? {}
  return [-5, -4, -3, -2, -1].map(
    minute => Values[Timestamps.findIndex(time => time.getTime() === at(minute).getTime())],
  )
}

test('data put as values, counts or statistics are one metric by name and dimensions', async () => {
  const account = new FakeAccount()
  const Dimensions = [{ Name: 'Service', Value: 'web' }]
  await put(account, [
    { MetricName: 'Size', Dimensions, Unit: 'Bytes', Values: [1, 2], Counts: [3, 1] },
    { MetricName: 'Size', Dimensions, Unit: 'Bytes', Value: 5 },
    {
      MetricName: 'Size',
      Dimensions,
      Unit: 'Bytes',
      StatisticValues: { SampleCount: 2, Sum: 8, Minimum: 4, Maximum: 4 },
    },
    { MetricName: 'Size', Value: 100 },
  ])
  const { Datapoints, Label } = await account.call(getMetricStatistics, {
    ...{ Namespace: 'Lab', MetricName: 'Size', Dimensions, Period: 60 },
    ...{
      StartTime: at(-1),
      EndTime: at(1),
      Statistics: ['SampleCount', 'Sum', 'Minimum', 'Maximum', 'Average'],
    },
  })
  expect(Label).toBe('Size')
  expect(Datapoints).toEqual([
    { Timestamp: at(0), Unit: 'Bytes', SampleCount: 7, Sum: 18, Minimum: 1, Maximum: 5, Average: 18 / 7 },
  ])
  const { Metrics } = await account.call(listMetrics, { Dimensions: [{ Name: 'Service' }] })
  expect(Metrics).toEqual([{ Namespace: 'Lab', MetricName: 'Size', Dimensions }])
  expect((await account.call(listMetrics, { MetricName: 'Size' })).Metrics).toHaveLength(2)
  expect((await account.call(listMetrics, { Namespace: 'Other' })).Metrics).toEqual([])
})

test('metrics that have been silent for two weeks are listed no more', async () => {
  const account = await withMetrics([1])
  await account.clock.advance(15 * 24 * 60 * MINUTE)
  expect((await account.call(listMetrics, {})).Metrics).toEqual([])
})

const base = { MetricName: 'a' }
test.each<[string, PutMetricDataInput, string, string]>([
  [
    'a namespace of AWS',
    { Namespace: 'AWS/ECS', MetricData: [{ ...base, Value: 1 }] },
    'InvalidParameterValueException',
    'The value AWS/ for parameter Namespace is invalid.',
  ],
  [
    'nothing',
    { Namespace: 'Lab', MetricData: [] },
    'MissingRequiredParameterException',
    'The parameter MetricData is required.',
  ],
  [
    'no value',
    { Namespace: 'Lab', MetricData: [base] },
    'MissingRequiredParameterException',
    'At least one of the parameters MetricData.member.1.Value or MetricData.member.1.Values must be specified.',
  ],
  [
    'not a number',
    { Namespace: 'Lab', MetricData: [{ ...base, Value: NaN }] },
    'InvalidParameterValueException',
    'The value NaN for parameter MetricData.member.1.Value is invalid.',
  ],
  [
    'too many',
    { Namespace: 'Lab', MetricData: Array.from({ length: 1001 }, () => ({ ...base, Value: 1 })) },
    'InvalidParameterValueException',
    'The collection MetricData must not have a size greater than 1000.',
  ],
  [
    'value and values',
    { Namespace: 'Lab', MetricData: [{ ...base, Value: 1, Values: [1] }] },
    'InvalidParameterCombinationException',
    'The parameters MetricData.member.1.Value and MetricData.member.1.Values are mutually exclusive and you have specified both.',
  ],
  [
    'unequal counts',
    { Namespace: 'Lab', MetricData: [{ ...base, Values: [1, 2], Counts: [1] }] },
    'InvalidParameterValueException',
    'The parameters MetricData.member.1.Values and MetricData.member.1.Counts must be of the same size.',
  ],
  [
    'too old',
    { Namespace: 'Lab', MetricData: [{ ...base, Value: 1, Timestamp: at(-15 * 24 * 60) }] },
    'InvalidParameterValueException',
    'no more than two weeks in the past',
  ],
  [
    'a unit of no kind',
    { Namespace: 'Lab', MetricData: [{ ...base, Value: 1, Unit: 'Miles' as never }] },
    'InvalidParameterValueException',
    'The value Miles for parameter MetricData.member.1.Unit is invalid.',
  ],
  [
    'a dimension without a value',
    { Namespace: 'Lab', MetricData: [{ ...base, Value: 1, Dimensions: [{ Name: 'x', Value: '' }] }] },
    'InvalidParameterValueException',
    'The value  for parameter MetricData.member.1.Dimensions.member.1.Value is invalid.',
  ],
])('PutMetricData refuses %s, and keeps nothing of it', async (_what, input, name, message) => {
  const account = new FakeAccount()
  const refusal = await account.call(putMetricData, input).catch((error: unknown) => error as Error)
  expect(refusal).toMatchObject({ name })
  expect((refusal as Error).message).toContain(message)
  expect((await account.call(listMetrics, {})).Metrics).toEqual([])
})

test('GetMetricStatistics refuses too many datapoints, odd periods, and a span that ends before it begins', async () => {
  const account = new FakeAccount()
  const ask = (more: object) =>
    account.call(getMetricStatistics, {
      ...{ Namespace: 'Lab', MetricName: 'a', Period: 60, StartTime: at(-60), EndTime: at(0) },
      ...{ Statistics: ['Sum' as const], ...more },
    })
  await expect(ask({ StartTime: at(-1500) })).rejects.toThrow(
    'You have requested up to 1,500 datapoints, which exceeds the limit of 1,440. You may reduce the datapoints requested by increasing Period, or decreasing the time range.',
  )
  await expect(ask({ EndTime: at(-60) })).rejects.toThrow('StartTime must be less than the parameter EndTime')
  await expect(ask({ Period: 90 })).rejects.toThrow('Period')
  await expect(ask({ Statistics: [] })).rejects.toThrow(
    'Must specify either Statistics or ExtendedStatistics',
  )
  await expect(ask({ Statistics: [], ExtendedStatistics: ['p101'] })).rejects.toThrow('p101')
})

test('arithmetic goes point by point, where both have one', async () => {
  const account = await withMetrics([1, 2, undefined, 4, 0], [10, 20, 30, 40, 0])
  const _ = undefined
  expect(await calculate(account, 'a + b * 2')).toEqual([21, 42, _, 84, 0])
  expect(await calculate(account, '(a + b) * 2')).toEqual([22, 44, _, 88, 0])
  expect(await calculate(account, '100 * a / b')).toEqual([10, 10, _, 10, _])
  expect(await calculate(account, '-a ^ 2')).toEqual([1, 4, _, 16, 0])
  expect(await calculate(account, 'b - 5')).toEqual([5, 15, 25, 35, -5])
  expect(await calculate(account, 'a >= 2 AND b < 40')).toEqual([0, 1, _, 0, 0])
})

test('functions aggregate, fill, compare and count', async () => {
  const account = await withMetrics([1, 2, undefined, 4, undefined], [10, 20, 30, 40, 50])
  const _ = undefined
  expect(await calculate(account, 'SUM(METRICS())')).toEqual([11, 22, 30, 44, 50])
  expect(await calculate(account, 'AVG([a, b])')).toEqual([5.5, 11, 30, 22, 50])
  expect(await calculate(account, 'MAX(METRICS("a"))')).toEqual([1, 2, _, 4, _])
  expect(await calculate(account, 'b / MAX(b)')).toEqual([0.2, 0.4, 0.6, 0.8, 1])
  expect(await calculate(account, 'FILL(a, 0)')).toEqual([1, 2, 0, 4, 0])
  expect(await calculate(account, 'FILL(a, REPEAT)')).toEqual([1, 2, 2, 4, 4])
  expect(await calculate(account, 'FILL(a, LINEAR)')).toEqual([1, 2, 3, 4, _])
  expect(await calculate(account, 'RATE(b) * PERIOD(b)')).toEqual([_, 10, 10, 10, 10])
  expect(await calculate(account, 'IF(a > 1, b, -1)')).toEqual([-1, 20, _, 40, _])
  expect(await calculate(account, 'IF(FILL(a, 0) == 0, 7)')).toEqual([_, _, 7, _, 7])
  expect(await calculate(account, 'METRIC_COUNT(METRICS())')).toEqual([2, 2, 2, 2, 2])
})

test.each([
  ['a +', 'cannot be read'],
  ['a b', 'cannot be read'],
  ['(a', 'cannot be read'],
  ['c + 1', 'Undefined variable c'],
  ['NOSUCH(a)', 'Unknown function NOSUCH'],
  ['SEARCH("x", "Sum")', 'does not have the function SEARCH'],
  ['"text" + a', 'text'],
  [`${'('.repeat(5000)}a`, 'cannot be read'],
  [`${'-'.repeat(5000)}a`, 'cannot be read'],
])('the expression %.20s is refused', async (expression, message) => {
  const account = await withMetrics([1])
  await expect(calculate(account, expression)).rejects.toThrow(message)
})

test('expressions that need one another are refused', async () => {
  const account = new FakeAccount()
  const call = account.call(getMetricData, {
    StartTime: at(-5),
    EndTime: at(0),
    MetricDataQueries: [
      { Id: 'x', Expression: 'y + 1' },
      { Id: 'y', Expression: 'x + 1' },
    ],
  })
  await expect(call).rejects.toThrow('refers to itself')
})

test('pages hold MaxDatapoints points, newest first, and say that more is to come', async () => {
  const account = await withMetrics([1, 2, 3, 4, 5])
  const request = {
    StartTime: at(-5),
    EndTime: at(0),
    MaxDatapoints: 2,
    MetricDataQueries: [{ ...metric('a'), ReturnData: true, Label: "${PROP('Stat')} up to ${MAX}" }],
  }
  const values: number[] = []
  let NextToken: string | undefined
  let pages = 0
  do {
    const answer = await account.call(getMetricData, { ...request, NextToken })
    const [result] = answer.MetricDataResults ?? []
    expect(result).toMatchObject({
      Label: 'Sum up to 5',
      StatusCode: answer.NextToken ? 'PartialData' : 'Complete',
    })
    values.push(...(result?.Values ?? []))
    NextToken = answer.NextToken
    pages++
  } while (NextToken)
  expect({ values, pages }).toEqual({ values: [5, 4, 3, 2, 1], pages: 3 })
  await expect(account.call(getMetricData, { ...request, NextToken: 'x' })).rejects.toMatchObject({
    name: 'InvalidNextToken',
  })
})
