import type { MetricDatum, PutMetricDataInput } from '@aws-sdk/client-cloudwatch'
import { StandardUnit } from '@aws-sdk/client-cloudwatch'
import type { Operation } from '../../../operation.ts'
import { dimensionsOf } from '../dimensions.ts'
import { invalidCombination, invalidValue, missingParameter } from '../errors.ts'
import { storeMetric } from '../metrics.ts'
import type { Measurement } from '../metrics.ts'

const MOST_METRICS = 1000
const MOST_VALUES = 150
const LARGEST_VALUE = 2 ** 360
const HOUR_MS = 60 * 60 * 1000
const OLDEST_MS = 14 * 24 * HOUR_MS
const NEWEST_MS = 2 * HOUR_MS
const UNITS = new Set<string>(Object.values(StandardUnit))

export const putMetricData: Operation<PutMetricDataInput, object> = (input, { sandbox, scope }) => {
  const { Namespace = '', MetricData, EntityMetricData } = input
  if (Namespace.startsWith('AWS/')) throw invalidValue('The value AWS/ for parameter Namespace is invalid.')
  if (!/^[^:].{0,254}$/.test(Namespace)) {
    throw invalidValue(`The value ${Namespace} for parameter Namespace is invalid.`)
  }
  const data = [...(MetricData ?? []), ...(EntityMetricData ?? []).flatMap(entity => entity.MetricData ?? [])]
  if (data.length === 0) throw missingParameter('The parameter MetricData is required.')
  if (data.length > MOST_METRICS) {
    throw invalidValue(`The collection MetricData must not have a size greater than ${MOST_METRICS}.`)
  }
  const now = sandbox.clock.now()
  const measured = data.map((datum, index) => checked(Namespace, datum, index + 1, now))
  for (const { measurement, resolution } of measured) storeMetric(sandbox, scope, measurement, resolution)
  return {}
}

/** Throws InvalidParameterValue, InvalidParameterCombination or MissingParameter. */
function checked(
  namespace: string,
  datum: MetricDatum,
  index: number,
  now: number,
): { measurement: Measurement; resolution: number } {
  const place = `MetricData.member.${index}`
  const { MetricName = '', StorageResolution = 60, Unit = 'None', Timestamp } = datum
  if (!/^[^:].{0,254}$/.test(MetricName)) {
    throw invalidValue(`The value ${MetricName} for parameter ${place}.MetricName is invalid.`)
  }
  if (!UNITS.has(Unit)) throw invalidValue(`The value ${Unit} for parameter ${place}.Unit is invalid.`)
  if (StorageResolution !== 1 && StorageResolution !== 60) {
    throw invalidValue(`The value ${StorageResolution} for parameter ${place}.StorageResolution is invalid.`)
  }
  const timestamp = Timestamp?.getTime() ?? now
  if (timestamp < now - OLDEST_MS) {
    throw invalidValue(
      `The parameter ${place}.Timestamp must specify a time no more than two weeks in the past.`,
    )
  }
  if (timestamp > now + NEWEST_MS) {
    throw invalidValue(
      `The parameter ${place}.Timestamp must specify a time no more than two hours in the future.`,
    )
  }
  const measurement = {
    namespace,
    metricName: MetricName,
    dimensions: dimensionsOf(datum.Dimensions, `${place}.Dimensions`),
    unit: Unit,
    timestamp,
    ...valueOf(datum, place),
  }
  return { measurement, resolution: StorageResolution * 1000 }
}

function valueOf(datum: MetricDatum, place: string) {
  const { Value, Values, Counts, StatisticValues } = datum
  const given = Object.entries({ Value, Values, StatisticValues })
    .filter(([, value]) => value !== undefined)
    .map(([name]) => `${place}.${name}`)
  if (given.length > 1) {
    throw invalidCombination(
      `The parameters ${given[0]} and ${given[1]} are mutually exclusive and you have specified both.`,
    )
  }
  if (Value !== undefined) return { value: inRange(Value, `${place}.Value`) }
  if (Values !== undefined) {
    if (Values.length === 0 || Values.length > MOST_VALUES) {
      throw invalidValue(
        `The collection ${place}.Values must not have a size ${Values.length === 0 ? 'less than 1' : `greater than ${MOST_VALUES}`}.`,
      )
    }
    const counts = Counts ?? Values.map(() => 1)
    if (counts.length !== Values.length) {
      throw invalidValue(`The parameters ${place}.Values and ${place}.Counts must be of the same size.`)
    }
    for (const [index, count] of counts.entries()) {
      if (!(count >= 0)) {
        throw invalidValue(`The value ${count} for parameter ${place}.Counts.member.${index + 1} is invalid.`)
      }
    }
    const values = Values.map((value, index) => inRange(value, `${place}.Values.member.${index + 1}`))
    return { values, counts }
  }
  if (!StatisticValues) {
    throw missingParameter(
      `At least one of the parameters ${place}.Value or ${place}.Values must be specified.`,
    )
  }
  const { SampleCount = 0, Sum = 0, Minimum = 0, Maximum = 0 } = StatisticValues
  const at = `${place}.StatisticValues`
  if (!(SampleCount > 0)) throw invalidValue(`The parameter ${at}.SampleCount must be greater than 0.`)
  if (Maximum < Minimum) {
    throw invalidValue(`The parameter ${at}.Maximum must be greater than ${at}.Minimum.`)
  }
  return {
    statistics: {
      sampleCount: inRange(SampleCount, `${at}.SampleCount`),
      sum: inRange(Sum, `${at}.Sum`),
      minimum: inRange(Minimum, `${at}.Minimum`),
      maximum: inRange(Maximum, `${at}.Maximum`),
    },
  }
}

function inRange(value: number, path: string): number {
  if (!(Math.abs(value) <= LARGEST_VALUE)) {
    throw invalidValue(`The value ${value} for parameter ${path} is invalid.`)
  }
  return value
}
