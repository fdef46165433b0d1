import { validationError } from '../errors.ts'

/** Values by time, in milliseconds, ascending. */
export type Points = Map<number, number>

/** What metric math works with. */
export type Value =
  | { kind: 'number'; value: number }
  | { kind: 'points'; points: Points; label?: string }
  | { kind: 'list'; items: { points: Points; label: string }[] }
  | { kind: 'text'; text: string }

/** What an expression is evaluated in. */
export interface MathContext {
  /** The begins of all periods, ascending. */
  times: readonly number[]
  periodSeconds: number
  /** The metric or expression with this id. Throws ValidationError. */
  lookup(name: string): Value
  /** All metrics of the request, with their ids. */
  metrics(): { id: string; label: string; points: Points }[]
}

export function numberOf(value: Value | undefined, what: string): number {
  if (value?.kind !== 'number') throw validationError(`${what} expects a number.`)
  return value.value
}

/** Applies a function to each point, number and member of a list. */
export function mapValue(value: Value, fn: (value: number) => number | undefined): Value {
  switch (value.kind) {
    case 'number':
      return { kind: 'number', value: fn(value.value) ?? NaN }
    case 'points':
      return { ...value, points: mapPoints(value.points, fn) }
    case 'list':
      return {
        kind: 'list',
        items: value.items.map(item => ({ ...item, points: mapPoints(item.points, fn) })),
      }
    default:
      throw validationError(`The text "${value.text}" is not a number.`)
  }
}

/** Applies a function point by point; times that one side lacks are left out. */
export function combine(
  left: Value,
  right: Value,
  fn: (left: number, right: number) => number | undefined,
): Value {
  if (left.kind === 'number') return mapValue(right, value => fn(left.value, value))
  if (right.kind === 'number') return mapValue(left, value => fn(value, right.value))
  if (left.kind === 'list' || right.kind === 'list') {
    const [list, other, leftFirst] =
      left.kind === 'list' ? ([left, right, true] as const) : ([right, left, false] as const)
    if (list.kind !== 'list' || other.kind !== 'points') {
      throw validationError('An operation takes a list and a time series or a number, not two lists.')
    }
    const items = list.items.map(item => ({
      ...item,
      points: leftFirst ? zip(item.points, other.points, fn) : zip(other.points, item.points, fn),
    }))
    return { kind: 'list', items }
  }
  if (left.kind === 'text' || right.kind === 'text')
    throw validationError('A text cannot be calculated with.')
  return { kind: 'points', points: zip(left.points, right.points, fn) }
}

export function mapPoints(points: Points, fn: (value: number, time: number) => number | undefined): Points {
  const mapped: Points = new Map()
  for (const [time, value] of points) {
    const result = fn(value, time)
    if (result !== undefined && Number.isFinite(result)) mapped.set(time, result)
  }
  return mapped
}

function zip(left: Points, right: Points, fn: (left: number, right: number) => number | undefined): Points {
  return mapPoints(left, (value, time) => {
    const other = right.get(time)
    return other === undefined ? undefined : fn(value, other)
  })
}
