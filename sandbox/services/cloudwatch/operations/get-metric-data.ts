import type { GetMetricDataInput, GetMetricDataOutput, MetricDataResult } from '@aws-sdk/client-cloudwatch'
import type { Operation } from '../../../operation.ts'
import { alignedSpan } from '../datapoints.ts'
import { validationError } from '../errors.ts'
import { page } from '../pages.ts'
import { answerQueries, checkQueries } from '../queries.ts'
import type { Answered } from '../queries.ts'

const MOST_QUERIES = 500
const MOST_DATAPOINTS = 100_800
/** The points that an expression may be calculated for, so that a span of years blocks nobody. */
const MOST_PERIODS = 200_000

/** One point of one result, or none where a result is empty. */
interface Row {
  id: string
  index: number
  label: string
  point: [number, number] | undefined
}

export const getMetricData: Operation<GetMetricDataInput, GetMetricDataOutput> = (input, { scope }) => {
  const { MetricDataQueries = [], ScanBy = 'TimestampDescending', NextToken } = input
  const [start, end] = [input.StartTime?.getTime() ?? 0, input.EndTime?.getTime() ?? 0]
  const most = input.MaxDatapoints ?? MOST_DATAPOINTS
  if (MetricDataQueries.length > MOST_QUERIES) {
    throw validationError(
      `The collection MetricDataQueries must not have a size greater than ${MOST_QUERIES}.`,
    )
  }
  if (!(start < end)) {
    throw validationError('The parameter StartTime must be less than the parameter EndTime.')
  }
  if (!(most >= 1 && most <= MOST_DATAPOINTS)) {
    throw validationError(`The parameter MaxDatapoints must be between 1 and ${MOST_DATAPOINTS}.`)
  }
  if (ScanBy !== 'TimestampAscending' && ScanBy !== 'TimestampDescending') {
    throw validationError(`The value ${String(ScanBy)} for parameter ScanBy is not supported.`)
  }
  const queries = checkQueries(MetricDataQueries, 'MetricDataQueries')
  const shown = queries.filter(({ returnData }) => returnData)
  if (queries.length > 0 && shown.length === 0) {
    throw validationError('At least one of the MetricDataQueries must have ReturnData set to true.')
  }
  for (const { period = 60 } of queries) {
    if ((end - start) / (period * 1000) > MOST_PERIODS) {
      throw validationError(
        `The time range from StartTime to EndTime has more than ${MOST_PERIODS} periods of ${period} seconds. Increase Period, or decrease the time range.`,
      )
    }
  }
  const answers = answerQueries(scope, queries, 'wall', period => alignedSpan(start, end, period))
  const rows = shown.flatMap(({ id }) =>
    answers(id).flatMap<Row>((answered, index) => {
      const points = [...answered.points].sort(([a], [b]) =>
        ScanBy === 'TimestampAscending' ? a - b : b - a,
      )
      const result = { id, index, label: finished(answered) }
      return points.length === 0
        ? [{ ...result, point: undefined }]
        : points.map(point => ({ ...result, point }))
    }),
  )
  const { items, ...more } = page(rows, NextToken, most)
  const results = new Map<string, MetricDataResult & { Timestamps: Date[]; Values: number[] }>()
  for (const { id, index, label, point } of items) {
    const key = `${id} ${index}`
    let result = results.get(key)
    if (!result) {
      result = { Id: id, Label: label, Timestamps: [], Values: [], StatusCode: 'Complete' }
      results.set(key, result)
    }
    if (!point) continue
    result.Timestamps.push(new Date(point[0]))
    result.Values.push(point[1])
  }
  const last = items.at(-1)
  if (more.NextToken && last) {
    const result = results.get(`${last.id} ${last.index}`)
    if (result) result.StatusCode = 'PartialData'
  }
  return { MetricDataResults: [...results.values()], Messages: [], ...more }
}

/** The label with what it says of the values, such as `${LAST}`. */
function finished({ label, points }: Answered): string {
  const values = [...points.values()]
  const text = (value: number) => (Number.isFinite(value) ? String(value) : '--')
  const sum = values.reduce((total, value) => total + value, 0)
  return label
    .replaceAll('${LAST}', text(values.at(-1) ?? NaN))
    .replaceAll('${FIRST}', text(values.at(0) ?? NaN))
    .replaceAll('${MAX}', text(Math.max(...values)))
    .replaceAll('${MIN}', text(Math.min(...values)))
    .replaceAll('${SUM}', text(sum))
    .replaceAll('${AVG}', text(sum / values.length))
    .replaceAll('${DATAPOINT_COUNT}', String(values.length))
}
