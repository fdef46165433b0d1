import type { GetMetricStatisticsInput, GetMetricStatisticsOutput } from '@aws-sdk/client-cloudwatch'
import type { Operation } from '../../../operation.ts'
import { alignedSpan, periodsOf } from '../datapoints.ts'
import { dimensionsOf } from '../dimensions.ts'
import { invalidCombination, invalidValue } from '../errors.ts'
import { findSeries } from '../series.ts'
import { isExtendedStatistic, isPlainStatistic, statisticOf } from '../statistics.ts'
import { isPeriod } from '../periods.ts'

const MOST_DATAPOINTS = 1440

export const getMetricStatistics: Operation<GetMetricStatisticsInput, GetMetricStatisticsOutput> = (
  input,
  { scope },
) => {
  const { Namespace = '', MetricName = '', Period = 0, Statistics, ExtendedStatistics, Unit } = input
  const [start, end] = [input.StartTime?.getTime() ?? 0, input.EndTime?.getTime() ?? 0]
  if (!Statistics?.length && !ExtendedStatistics?.length) {
    throw invalidCombination('Must specify either Statistics or ExtendedStatistics')
  }
  for (const statistic of Statistics ?? []) {
    if (!isPlainStatistic(statistic)) {
      throw invalidValue(`The value ${statistic} for parameter Statistics.member.1 is invalid.`)
    }
  }
  for (const statistic of ExtendedStatistics ?? []) {
    if (!isExtendedStatistic(statistic)) {
      throw invalidValue(`The value ${statistic} for parameter ExtendedStatistics.member.1 is invalid.`)
    }
  }
  if (!isPeriod(Period)) {
    throw invalidValue(`The parameter Period must be 1, 5, 10, 20, 30, or a multiple of 60; got ${Period}.`)
  }
  if (!(start < end)) {
    throw invalidValue('The parameter StartTime must be less than the parameter EndTime.')
  }
  const asked = Math.ceil((end - start) / (Period * 1000))
  if (asked > MOST_DATAPOINTS) {
    throw invalidCombination(
      `You have requested up to ${asked.toLocaleString('en-US')} datapoints, which exceeds the limit of 1,440. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
    )
  }
  const dimensions = dimensionsOf(input.Dimensions, 'Dimensions')
  const series = findSeries(scope, { namespace: Namespace, metricName: MetricName, dimensions })
  const span = alignedSpan(start, end, Period)
  const units = new Set((series?.buckets() ?? []).map(({ unit }) => unit))
  const datapoints = [...units]
    .filter(unit => Unit === undefined || unit === Unit)
    .flatMap(unit => periodsOf(series, 'wall', span, unit).map(({ at, bucket }) => ({ unit, at, bucket })))
    .map(({ unit, at, bucket }) => ({
      Timestamp: new Date(at),
      Unit: unit as NonNullable<GetMetricStatisticsInput['Unit']>,
      ...pick(Statistics, name => statisticOf(bucket, name)),
      ...(ExtendedStatistics?.length && {
        ExtendedStatistics: pick(ExtendedStatistics, name => statisticOf(bucket, name)),
      }),
    }))
  return { Label: MetricName, Datapoints: datapoints }
}

function pick(
  names: readonly string[] | undefined,
  valueOf: (name: string) => number | undefined,
): Record<string, number> {
  const values: Record<string, number> = {}
  for (const name of names ?? []) {
    const value = valueOf(name)
    if (value !== undefined) values[name] = value
  }
  return values
}
