import { validationError } from '../errors.ts'
import { combine, mapPoints, mapValue, numberOf } from './values.ts'
import type { MathContext, Points, Value } from './values.ts'

type MathFunction = (args: Value[], context: MathContext) => Value

const number = (value: number): Value => ({ kind: 'number', value })

/** Each point by itself. */
const pointwise =
  (fn: (value: number) => number): MathFunction =>
  ([value]) =>
    mapValue(present(value), fn)

/** One number out of a time series; one time series out of a list. */
const aggregate =
  (fn: (values: number[]) => number): MathFunction =>
  args => {
    const value = args.length > 1 ? listOf(args) : present(args[0])
    if (value.kind === 'points') return number(fn([...value.points.values()]))
    if (value.kind !== 'list') throw validationError('This function expects time series.')
    const times = new Set(value.items.flatMap(({ points }) => [...points.keys()]))
    const points: Points = new Map()
    for (const time of [...times].sort((a, b) => a - b)) {
      points.set(time, fn(value.items.flatMap(item => item.points.get(time) ?? [])))
    }
    return { kind: 'points', points }
  }

/** Each point from the one before it and the seconds between the two. */
const stepwise =
  (fn: (value: number, before: number, seconds: number) => number): MathFunction =>
  ([value]) =>
    eachSeries(present(value), points => {
      let before: { time: number; value: number } | undefined
      return mapPoints(points, (current, time) => {
        const last = before
        before = { time, value: current }
        return last && fn(current, last.value, (time - last.time) / 1000)
      })
    })

const ofTime =
  (fn: (date: Date) => number): MathFunction =>
  ([value]) =>
    eachSeries(present(value), points => mapPoints(points, (_value, time) => fn(new Date(time))))

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)
const average = (values: number[]) => sum(values) / values.length

/** The functions of metric math that are there, by name. */
export const functions: Readonly<Record<string, MathFunction>> = {
  ABS: pointwise(Math.abs),
  CEIL: pointwise(Math.ceil),
  FLOOR: pointwise(Math.floor),
  LOG: pointwise(Math.log),
  LOG10: pointwise(Math.log10),
  AVG: aggregate(average),
  MIN: aggregate(values => Math.min(...values)),
  MAX: aggregate(values => Math.max(...values)),
  SUM: aggregate(sum),
  STDDEV: aggregate(values => Math.sqrt(average(values.map(value => (value - average(values)) ** 2)))),
  METRIC_COUNT: ([value]) => number(itemsOf(present(value)).length),
  DATAPOINT_COUNT: aggregate(values => values.length),
  DIFF: stepwise((value, before) => value - before),
  DIFF_TIME: stepwise((_value, _before, seconds) => seconds),
  RATE: stepwise((value, before, seconds) => (value - before) / seconds),
  RUNNING_SUM: ([value]) =>
    eachSeries(present(value), points => {
      let total = 0
      return mapPoints(points, current => (total += current))
    }),
  PERIOD: (_args, { periodSeconds }) => number(periodSeconds),
  TIME_SERIES: ([value], { times }) => ({
    kind: 'points',
    points: new Map(times.map(time => [time, numberOf(value, 'TIME_SERIES')])),
  }),
  FIRST: ([value]) => atEnd(present(value), items => items.at(0)),
  LAST: ([value]) => atEnd(present(value), items => items.at(-1)),
  REMOVE_EMPTY: ([value]) => {
    const given = present(value)
    return given.kind === 'list'
      ? { kind: 'list', items: given.items.filter(({ points }) => points.size > 0) }
      : given
  },
  EPOCH: ofTime(date => date.getTime() / 1000),
  MINUTE: ofTime(date => date.getUTCMinutes()),
  HOUR: ofTime(date => date.getUTCHours()),
  DAY: ofTime(date => date.getUTCDay() || 7),
  DATE: ofTime(date => date.getUTCDate()),
  MONTH: ofTime(date => date.getUTCMonth() + 1),
  YEAR: ofTime(date => date.getUTCFullYear()),
  FILL: ([value, filling], { times }) =>
    eachSeries(present(value), points => filled(points, present(filling), times)),
  IF: ([condition, whenTrue, whenFalse], { times }) =>
    choose(present(condition), present(whenTrue), whenFalse, times),
  METRICS: ([filter], context) => ({
    kind: 'list',
    items: context
      .metrics()
      .filter(({ id }) => filter === undefined || (filter.kind === 'text' && id.includes(filter.text))),
  }),
}

function present(value: Value | undefined): Value {
  if (value === undefined) throw validationError('A function of the expression lacks an argument.')
  return value
}

function listOf(args: Value[]): Value {
  return { kind: 'list', items: args.flatMap(itemsOf) }
}

function itemsOf(value: Value): { points: Points; label: string }[] {
  if (value.kind === 'list') return value.items
  if (value.kind === 'points') return [{ points: value.points, label: value.label ?? '' }]
  throw validationError('A function of the expression expects time series.')
}

function eachSeries(value: Value, fn: (points: Points) => Points): Value {
  if (value.kind === 'points') return { ...value, points: fn(value.points) }
  if (value.kind === 'list') {
    return { kind: 'list', items: value.items.map(item => ({ ...item, points: fn(item.points) })) }
  }
  throw validationError('A function of the expression expects a time series.')
}

function atEnd(value: Value, of: <T>(items: T[]) => T | undefined): Value {
  if (value.kind === 'list') {
    const item = of(value.items)
    return {
      kind: 'points',
      points: item?.points ?? new Map<number, number>(),
      ...(item && { label: item.label }),
    }
  }
  if (value.kind !== 'points') throw validationError('FIRST and LAST expect time series.')
  return number(of([...value.points.values()]) ?? NaN)
}

/** Values for the periods that have none. */
function filled(points: Points, filling: Value, times: readonly number[]): Points {
  const result: Points = new Map()
  let last: number | undefined
  for (const [index, time] of times.entries()) {
    const value = points.get(time)
    if (value !== undefined) last = value
    const given = value ?? fillAt(points, filling, times, index, last)
    if (given !== undefined) result.set(time, given)
  }
  return result
}

function fillAt(
  points: Points,
  filling: Value,
  times: readonly number[],
  index: number,
  last: number | undefined,
): number | undefined {
  if (filling.kind === 'number') return filling.value
  const time = times[index] ?? 0
  if (filling.kind === 'points') return filling.points.get(time)
  if (filling.kind === 'text' && filling.text === 'REPEAT') return last
  if (filling.kind === 'text' && filling.text === 'LINEAR') {
    const before = times.slice(0, index).findLast(at => points.has(at))
    const after = times.slice(index + 1).find(at => points.has(at))
    if (before === undefined || after === undefined) return undefined
    const [from, to] = [points.get(before) ?? 0, points.get(after) ?? 0]
    return from + ((to - from) * (time - before)) / (after - before)
  }
  throw validationError('FILL expects a number, a time series, REPEAT or LINEAR.')
}

function choose(
  condition: Value,
  whenTrue: Value,
  whenFalse: Value | undefined,
  times: readonly number[],
): Value {
  if (condition.kind === 'number') {
    return condition.value !== 0 ? whenTrue : (whenFalse ?? { kind: 'points', points: new Map() })
  }
  if (condition.kind !== 'points') throw validationError('IF expects a time series or a number.')
  const { points } = condition
  const at = (value: Value | undefined, time: number): number | undefined =>
    value?.kind === 'number' ? value.value : value?.kind === 'points' ? value.points.get(time) : undefined
  const chosen: Points = new Map()
  for (const time of times) {
    const holds = points.get(time)
    if (holds === undefined) continue
    const value = at(holds !== 0 ? whenTrue : whenFalse, time)
    if (value !== undefined) chosen.set(time, value)
  }
  return { kind: 'points', points: chosen }
}

const truth = (value: boolean): number => (value ? 1 : 0)

/** The operators, by sign. Division by zero gives no point. */
export const operators: Readonly<Record<string, (left: Value, right: Value) => Value>> = {
  '+': (left, right) => combine(left, right, (a, b) => a + b),
  '-': (left, right) => combine(left, right, (a, b) => a - b),
  '*': (left, right) => combine(left, right, (a, b) => a * b),
  '/': (left, right) => combine(left, right, (a, b) => (b === 0 ? undefined : a / b)),
  '^': (left, right) => combine(left, right, (a, b) => a ** b),
  '==': (left, right) => combine(left, right, (a, b) => truth(a === b)),
  '!=': (left, right) => combine(left, right, (a, b) => truth(a !== b)),
  '<': (left, right) => combine(left, right, (a, b) => truth(a < b)),
  '<=': (left, right) => combine(left, right, (a, b) => truth(a <= b)),
  '>': (left, right) => combine(left, right, (a, b) => truth(a > b)),
  '>=': (left, right) => combine(left, right, (a, b) => truth(a >= b)),
  '&&': (left, right) => combine(left, right, (a, b) => truth(a !== 0 && b !== 0)),
  '||': (left, right) => combine(left, right, (a, b) => truth(a !== 0 || b !== 0)),
  AND: (left, right) => combine(left, right, (a, b) => truth(a !== 0 && b !== 0)),
  OR: (left, right) => combine(left, right, (a, b) => truth(a !== 0 || b !== 0)),
}
