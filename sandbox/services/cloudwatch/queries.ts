import type { MetricDataQuery, MetricStat } from '@aws-sdk/client-cloudwatch'
import { datapoints } from './datapoints.ts'
import type { Span, TimeAxis } from './datapoints.ts'
import { dimensionsOf } from './dimensions.ts'
import { validationError } from './errors.ts'
import { evaluateExpression, functionOf } from './math/evaluate.ts'
import { namesIn, parseExpression } from './math/parse.ts'
import type { Node } from './math/parse.ts'
import type { MathContext, Points, Value } from './math/values.ts'
import { isPeriod } from './periods.ts'
import { findSeries } from './series.ts'
import type { Scope } from '../../store/store.ts'
import { isExtendedStatistic, isPlainStatistic } from './statistics.ts'

const CONSTANTS = new Set(['TRUE', 'FALSE', 'REPEAT', 'LINEAR'])

/** A query of GetMetricData or of an alarm, checked. */
export interface CheckedQuery {
  id: string
  label?: string
  returnData: boolean
  metric?: MetricStat
  expression?: Node
  period?: number
}

/** What a query answers. */
export interface Answered {
  label: string
  points: Points
}

/** Checks queries as both GetMetricData and PutMetricAlarm do. `path` is what AWS calls the list. Throws ValidationError. */
export function checkQueries(queries: readonly MetricDataQuery[], path: string): CheckedQuery[] {
  const checked = queries.map((query, index) => checkQuery(query, `${path}.member.${index + 1}`))
  const ids = new Map(checked.map(query => [query.id, query]))
  if (ids.size < checked.length)
    throw validationError(`The values for parameter id in ${path} are not unique.`)
  for (const { id, expression } of checked) {
    for (const name of expression ? namesIn(expression) : []) {
      if (CONSTANTS.has(name) || ids.has(name)) continue
      throw validationError(`Error in expression '${id}': Undefined variable ${name}`)
    }
  }
  for (const { id } of checked) refuseCircle(id, ids, [])
  return checked
}

function checkQuery(query: MetricDataQuery, place: string): CheckedQuery {
  const { Id = '', Expression, MetricStat, Label, ReturnData = true, Period } = query
  if (!/^[a-z][a-zA-Z0-9_]{0,254}$/.test(Id)) {
    throw validationError(
      `The value ${Id} for parameter ${place}.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.`,
    )
  }
  if ((Expression === undefined) === (MetricStat === undefined)) {
    throw validationError(
      `The parameters ${place}.Expression and ${place}.MetricStat are mutually exclusive; exactly one of them must be specified.`,
    )
  }
  const base = { id: Id, returnData: ReturnData, ...(Label !== undefined && { label: Label }) }
  if (Expression !== undefined) {
    const expression = parseExpression(Expression)
    checkFunctions(expression)
    if (Period !== undefined) checkPeriod(Period, `${place}.Period`)
    return { ...base, expression, ...(Period !== undefined && { period: Period }) }
  }
  const { Stat = '', Period: period = 0, Metric } = MetricStat ?? {}
  if (!isPlainStatistic(Stat) && !isExtendedStatistic(Stat)) {
    throw validationError(`The value ${Stat} for parameter ${place}.MetricStat.Stat is not supported.`)
  }
  checkPeriod(period, `${place}.MetricStat.Period`)
  dimensionsOf(Metric?.Dimensions, `${place}.MetricStat.Metric.Dimensions`)
  return { ...base, period, ...(MetricStat && { metric: MetricStat }) }
}

function checkPeriod(period: number, place: string): void {
  if (isPeriod(period)) return
  throw validationError(
    `The value ${period} for parameter ${place} is not 1, 5, 10, 20, 30, or a multiple of 60.`,
  )
}

function checkFunctions(node: Node): void {
  if (node.kind === 'call') functionOf(node.name)
  const children =
    node.kind === 'call'
      ? node.args
      : node.kind === 'list'
        ? node.items
        : node.kind === 'operator'
          ? [node.left, node.right]
          : node.kind === 'negative'
            ? [node.of]
            : []
  for (const child of children) checkFunctions(child)
}

function refuseCircle(id: string, queries: ReadonlyMap<string, CheckedQuery>, above: string[]): void {
  if (above.includes(id)) {
    throw validationError(`Error in expression '${id}': the expression refers to itself.`)
  }
  const { expression } = queries.get(id) ?? {}
  for (const name of expression ? namesIn(expression) : []) refuseCircle(name, queries, [...above, id])
}

/** Answers queries over a span; metrics count in their own period, expressions in the longest of those. */
export function answerQueries(
  scope: Scope,
  queries: readonly CheckedQuery[],
  axis: TimeAxis,
  spanOf: (periodSeconds: number) => Span,
): (id: string) => Answered[] {
  const known = new Map<string, Value>()
  const byId = new Map(queries.map(query => [query.id, query]))
  const periods = queries.flatMap(({ metric, period }) => (metric ? [period ?? 0] : []))
  const longest = periods.length > 0 ? Math.max(...periods) : (queries[0]?.period ?? 60)
  const span = spanOf(longest)
  const context: MathContext = {
    times: timesOf(span),
    periodSeconds: longest,
    lookup: name => valueOf(name),
    metrics: () =>
      queries
        .filter(({ metric }) => metric)
        .map(query => ({ id: query.id, label: labelOf(query), points: pointsOf(valueOf(query.id)) })),
  }
  const valueOf = (id: string): Value => {
    const query = byId.get(id)
    if (!query) throw validationError(`Error in expression: Undefined variable ${id}`)
    let value = known.get(id)
    if (!value) {
      value = query.expression
        ? evaluateExpression(query.expression, context)
        : { kind: 'points', points: metricPoints(scope, query, axis, spanOf), label: labelOf(query) }
      known.set(id, value)
    }
    return value
  }
  return id => {
    const query = byId.get(id)
    const value = valueOf(id)
    if (!query) return []
    if (value.kind === 'list') {
      return value.items.map(({ points, label }) => ({
        points,
        label: query.label === undefined ? label : `${query.label} ${label}`,
      }))
    }
    const points =
      value.kind === 'number'
        ? new Map(context.times.map(time => [time, value.value] as const))
        : pointsOf(value)
    return [{ label: labelOf(query), points }]
  }
}

function metricPoints(
  scope: Scope,
  { metric }: CheckedQuery,
  axis: TimeAxis,
  spanOf: (periodSeconds: number) => Span,
): Points {
  const { Metric, Stat = '', Period = 60, Unit } = metric ?? {}
  const name = {
    namespace: Metric?.Namespace ?? '',
    metricName: Metric?.MetricName ?? '',
    dimensions: dimensionsOf(Metric?.Dimensions, 'Dimensions'),
  }
  return datapoints(findSeries(scope, name), axis, spanOf(Period), Stat, Unit)
}

function labelOf({ id, label, metric }: CheckedQuery): string {
  const { Metric, Stat = '', Period = 60 } = metric ?? {}
  const name = Metric?.MetricName ?? id
  // What a label may say of its metric; what depends on values is said by the one who has them.
  return (label ?? name)
    .replaceAll("${PROP('MetricName')}", name)
    .replaceAll("${PROP('Stat')}", Stat)
    .replaceAll("${PROP('Period')}", String(Period))
    .replaceAll("${PROP('Namespace')}", Metric?.Namespace ?? '')
    .replaceAll(
      /\$\{PROP\('Dim\.([^']+)'\)\}/g,
      (_all, dimension: string) => Metric?.Dimensions?.find(({ Name }) => Name === dimension)?.Value ?? '',
    )
}

function pointsOf(value: Value): Points {
  return value.kind === 'points' ? value.points : new Map<number, number>()
}

function timesOf({ start, end, period }: Span): number[] {
  const length = Math.max(0, Math.ceil((end - start) / period))
  return Array.from({ length }, (_, index) => start + index * period)
}
