import type { DescribeAlarmHistoryInput, DescribeAlarmHistoryOutput } from '@aws-sdk/client-cloudwatch'
import type { Operation } from '../../../operation.ts'
import { validationError } from '../errors.ts'
import { page } from '../pages.ts'
import { cloudwatch } from '../store.ts'

const MOST_RECORDS = 100
const KEPT_MS = 30 * 24 * 60 * 60 * 1000

export const describeAlarmHistory: Operation<DescribeAlarmHistoryInput, DescribeAlarmHistoryOutput> = (
  input,
  { scope, sandbox },
) => {
  const { AlarmName, HistoryItemType, StartDate, EndDate, MaxRecords = 100, NextToken, ScanBy } = input
  if (!(MaxRecords >= 1 && MaxRecords <= MOST_RECORDS)) {
    throw validationError(
      `The value ${MaxRecords} for parameter MaxRecords is not between 1 and ${MOST_RECORDS}.`,
    )
  }
  const types = input.AlarmTypes?.length ? input.AlarmTypes : ['MetricAlarm']
  const from = Math.max(sandbox.clock.now() - KEPT_MS, StartDate?.getTime() ?? 0)
  const to = EndDate?.getTime() ?? Infinity
  const found = cloudwatch(scope)
    .history.values()
    .filter(({ name }) => AlarmName === undefined || name === AlarmName)
    .flatMap(({ name, items }) => items.map((item, index) => ({ name, index, ...item })))
    .filter(({ at }) => at >= from && at <= to)
    .filter(item => AlarmName !== undefined || types.includes(item.AlarmType ?? 'MetricAlarm'))
    .filter(item => HistoryItemType === undefined || item.HistoryItemType === HistoryItemType)
    .sort((a, b) => a.at - b.at || a.index - b.index)
  if (ScanBy !== 'TimestampAscending') found.reverse()
  const { items, ...more } = page(found, NextToken, MaxRecords)
  return {
    AlarmHistoryItems: items.map(({ name, at, index: _index, ...item }) => ({
      AlarmName: name,
      Timestamp: new Date(at),
      ...item,
    })),
    ...more,
  }
}
