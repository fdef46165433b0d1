import type { PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { FakeAccount } from '../../ecs/testing/fake-account.ts'
import { recordMetric } from '../metrics.ts'
import { Minutes } from '../minutes.ts'
import { deleteAlarms } from '../operations/delete-alarms.ts'
import { describeAlarmHistory } from '../operations/describe-alarm-history.ts'
import { describeAlarms } from '../operations/describe-alarms.ts'
import { describeAlarmsForMetric } from '../operations/describe-alarms-for-metric.ts'
import { disableAlarmActions } from '../operations/disable-alarm-actions.ts'
import { putCompositeAlarm } from '../operations/put-composite-alarm.ts'
import { putMetricAlarm } from '../operations/put-metric-alarm.ts'
import { setAlarmState } from '../operations/set-alarm-state.ts'
import { tagResource } from '../operations/tag-resource.ts'
import { listTagsForResource } from '../operations/list-tags-for-resource.ts'
import { taggedResources } from '../tagged-resources.ts'

const MINUTE = 60_000
const settings: PutMetricAlarmInput = {
  AlarmName: 'high',
  ...{ Namespace: 'Lab', MetricName: 'cpu', Statistic: 'Average', Period: 60 },
  ...{ EvaluationPeriods: 2, Threshold: 70, ComparisonOperator: 'GreaterThanThreshold' },
}

let account: FakeAccount

beforeEach(() => {
  account = new FakeAccount()
  const minutes = new Minutes(account.sandbox)
  onTestFinished(() => minutes.stop())
})

/** One value a minute of the account's own time. */
async function minutesOf(...values: (number | undefined)[]): Promise<void> {
  const scale = account.clock.scale(account.scope.accountId)
  for (const value of values) {
    await account.clock.advance(MINUTE / 2 / scale)
    if (value !== undefined) {
      recordMetric(account.sandbox, account.scope, {
        ...{ namespace: 'Lab', metricName: 'cpu', dimensions: {}, value },
      })
    }
    await account.clock.advance(MINUTE / 2 / scale)
  }
}

const put = (more: Partial<PutMetricAlarmInput> = {}) =>
  account.call(putMetricAlarm, { ...settings, ...more })

async function alarm(name = 'high') {
  const found = await account.call(describeAlarms, {
    AlarmNames: [name],
    AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
  })
  return found.MetricAlarms?.[0] ?? found.CompositeAlarms?.[0]
}

test('an alarm begins unchecked, follows its metric, and remembers what happened', async () => {
  await put()
  expect(await alarm()).toMatchObject({
    StateValue: 'INSUFFICIENT_DATA',
    StateReason: 'Unchecked: Initial alarm creation',
    AlarmArn: 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:high',
    ActionsEnabled: true,
  })
  await minutesOf(50, 60)
  expect((await alarm())?.StateValue).toBe('OK')
  await minutesOf(80)
  expect((await alarm())?.StateValue).toBe('OK')
  await minutesOf(90)
  const high = await alarm()
  expect(high).toMatchObject({
    StateValue: 'ALARM',
    StateReason:
      'Threshold Crossed: 2 datapoints [90.0 (01/10/26 09:03:00), 80.0 (01/10/26 09:02:00)] were greater than the threshold (70.0).',
  })
  expect(JSON.parse(high?.StateReasonData ?? '')).toMatchObject({
    ...{ statistic: 'Average', period: 60, recentDatapoints: [80, 90], threshold: 70 },
  })
  const { AlarmHistoryItems } = await account.call(describeAlarmHistory, { AlarmName: 'high' })
  expect(AlarmHistoryItems?.map(({ HistorySummary }) => HistorySummary)).toEqual([
    'Alarm updated from OK to ALARM',
    'Alarm updated from INSUFFICIENT_DATA to OK',
    'Alarm "high" created',
  ])
})

test('at ten times the speed an alarm of two minutes takes twelve seconds, with wall-clock times', async () => {
  account.clock.setScale(account.scope.accountId, 10)
  await put()
  await minutesOf(90, 95)
  expect((await alarm())?.StateReason).toBe(
    'Threshold Crossed: 2 datapoints [95.0 (01/10/26 09:00:06), 90.0 (01/10/26 09:00:00)] were greater than the threshold (70.0).',
  )
})

test('M of N, percentiles and metric math alarm too', async () => {
  await put({ AlarmName: 'two of three', EvaluationPeriods: 3, DatapointsToAlarm: 2 })
  await put({ AlarmName: 'p90', Statistic: undefined, ExtendedStatistic: 'p90', EvaluationPeriods: 1 })
  const { Statistic, Namespace, MetricName, Period, ...rest } = settings
  await account.call(putMetricAlarm, {
    ...rest,
    AlarmName: 'math',
    EvaluationPeriods: 1,
    Threshold: 0.7,
    Metrics: [
      {
        Id: 'm',
        MetricStat: { Metric: { Namespace, MetricName }, Stat: Statistic, Period },
        ReturnData: false,
      },
      { Id: 'share', Expression: 'm / 100' },
    ],
  })
  await minutesOf(90, 10, 90)
  for (const name of ['two of three', 'p90', 'math'])
    expect((await alarm(name))?.StateValue, name).toBe('ALARM')
  expect((await alarm('two of three'))?.StateReason).toContain(
    '(minimum 2 datapoints for OK -> ALARM transition)',
  )
})

test('missing data are treated as the alarm says', async () => {
  for (const TreatMissingData of ['missing', 'ignore', 'breaching', 'notBreaching']) {
    await put({ AlarmName: TreatMissingData, TreatMissingData, EvaluationPeriods: 1 })
  }
  await minutesOf(90)
  await minutesOf(undefined, undefined, undefined, undefined)
  const states = ['missing', 'ignore', 'breaching', 'notBreaching'].map(
    async name => (await alarm(name))?.StateValue,
  )
  expect(await Promise.all(states)).toEqual(['INSUFFICIENT_DATA', 'ALARM', 'ALARM', 'OK'])
})

test('a changed alarm keeps its state and its tags; actions can be switched off', async () => {
  await put({ Tags: [{ Key: 'slipway-lab', Value: '060' }] })
  await minutesOf(90, 90)
  await put({ Threshold: 95, Tags: [] })
  expect(await alarm()).toMatchObject({ StateValue: 'ALARM', Threshold: 95 })
  await account.call(disableAlarmActions, { AlarmNames: ['high', 'absent'] })
  expect((await alarm())?.ActionsEnabled).toBe(false)
  const arn = (await alarm())?.AlarmArn ?? ''
  await account.call(tagResource, { ResourceARN: arn, Tags: [{ Key: 'a', Value: 'b' }] })
  expect((await account.call(listTagsForResource, { ResourceARN: arn })).Tags).toHaveLength(2)
  expect(taggedResources(account.scope)).toMatchObject([
    { arn, tags: [{ Key: 'slipway-lab' }, { Key: 'a' }] },
  ])
})

test('DescribeAlarmsForMetric finds by metric, dimensions, statistic and period', async () => {
  await put({ Dimensions: [{ Name: 'Service', Value: 'web' }] })
  await put({ AlarmName: 'other' })
  const find = async (more: object) =>
    (
      await account.call(describeAlarmsForMetric, { Namespace: 'Lab', MetricName: 'cpu', ...more })
    ).MetricAlarms?.map(({ AlarmName }) => AlarmName)
  expect(await find({})).toEqual(['other'])
  expect(await find({ Dimensions: [{ Name: 'Service', Value: 'web' }] })).toEqual(['high'])
  expect(await find({ Statistic: 'Sum' })).toEqual([])
})

test('a composite alarm follows its children, whatever sets them', async () => {
  await put()
  await put({ AlarmName: 'errors & more' })
  await account.call(putCompositeAlarm, {
    AlarmName: 'both',
    AlarmRule: 'ALARM(high) AND NOT (OK("errors & more") OR FALSE)',
  })
  expect(await alarm('both')).toMatchObject({
    StateValue: 'OK',
    StateReason:
      'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:both was created and its alarm rule evaluates to OK',
  })
  const set = (AlarmName: string, StateValue: 'OK' | 'ALARM') =>
    account.call(setAlarmState, { AlarmName, StateValue, StateReason: 'test' })
  await set('high', 'ALARM')
  expect(await alarm('both')).toMatchObject({
    StateValue: 'ALARM',
    StateReason:
      'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:high transitioned to ALARM at Thursday 01 October, 2026 09:00:00 UTC',
  })
  await set('errors & more', 'OK')
  expect((await alarm('both'))?.StateValue).toBe('OK')
  await expect(account.call(deleteAlarms, { AlarmNames: ['high'] })).rejects.toThrow(
    'Cannot delete high as there are composite alarm(s) depending on it.',
  )
  await account.call(deleteAlarms, { AlarmNames: ['both', 'high'] })
  expect(await alarm('high')).toBeUndefined()
})

test.each([
  ['ALARM(', 'AlarmRule is not valid'],
  ['ALARM(high) AND', 'AlarmRule is not valid'],
  ['MAYBE(high)', 'AlarmRule is not valid'],
  ['('.repeat(5000), 'AlarmRule is not valid'],
  ['ALARM(absent)', 'alarms [absent] in the alarm rule do not exist'],
  ['ALARM(self)', 'depends on self itself'],
])('the rule %.30s is refused', async (AlarmRule, message) => {
  await put()
  await expect(account.call(putCompositeAlarm, { AlarmName: 'self', AlarmRule })).rejects.toThrow(message)
})

test('AT_LEAST counts alarms in a state', async () => {
  for (const AlarmName of ['a', 'b', 'c']) await put({ AlarmName })
  await account.call(putCompositeAlarm, { AlarmName: 'most', AlarmRule: 'AT_LEAST(2, ALARM, (a, "b", c))' })
  await account.call(setAlarmState, { AlarmName: 'a', StateValue: 'ALARM', StateReason: '' })
  expect((await alarm('most'))?.StateValue).toBe('OK')
  await account.call(setAlarmState, { AlarmName: 'c', StateValue: 'ALARM', StateReason: '' })
  expect((await alarm('most'))?.StateValue).toBe('ALARM')
})

test.each<[string, Partial<PutMetricAlarmInput>, string]>([
  [
    'more datapoints than periods',
    { DatapointsToAlarm: 3 },
    'DatapointsToAlarm must be less than or equal to EvaluationPeriods',
  ],
  [
    'more than a day',
    { EvaluationPeriods: 1441 },
    'Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400).',
  ],
  ['an odd period', { Period: 45 }, '45'],
  ['no statistic', { Statistic: undefined }, 'Statistic or ExtendedStatistic is required'],
  ['two statistics', { ExtendedStatistic: 'p99' }, 'mutually exclusive'],
  ['no threshold', { Threshold: undefined }, 'The parameter Threshold is required.'],
  ['an unknown comparison', { ComparisonOperator: 'Above' as never }, 'comparisonOperator'],
  ['an action that is no ARN', { AlarmActions: ['mail me'] }, 'Invalid arn syntax: mail me'],
  ['an unknown treatment', { TreatMissingData: 'maybe' }, 'treatMissingData'],
])('PutMetricAlarm refuses %s', async (_what, more, message) => {
  await expect(put(more)).rejects.toThrow(message)
  expect(await alarm()).toBeUndefined()
})

test('what does not exist is told', async () => {
  await expect(
    account.call(setAlarmState, { AlarmName: 'x', StateValue: 'OK', StateReason: '' }),
  ).rejects.toMatchObject({ name: 'ResourceNotFound' })
  await expect(account.call(deleteAlarms, { AlarmNames: ['x'] })).rejects.toMatchObject({
    name: 'ResourceNotFound',
  })
})
