import type { MetricTransformation } from '@aws-sdk/client-cloudwatch-logs'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { recordMetric } from '../cloudwatch/metrics.ts'
import { invalidParameter } from './errors.ts'
import { compileFilter } from './filter-pattern.ts'
import type { Matches } from './filter-pattern.ts'
import { stepsOf, valueAt } from './json-filter.ts'
import { compileSpaceFilter } from './space-filter.ts'
import { metricFiltersOf } from './store.ts'
import type { MetricFilterDocument } from './store.ts'

const MOST_DIMENSIONS = 3
const MOST_COMPILED = 1000
const compiled = new Map<string, Matches>()

/** Throws InvalidParameterException for a transformation that cannot be. */
export function checkTransformation(transformation: MetricTransformation): void {
  const { metricName = '', metricNamespace = '', metricValue = '' } = transformation
  const { defaultValue, dimensions = {} } = transformation
  for (const [name, value] of Object.entries({ metricName, metricNamespace })) {
    if (!/^[^:*$]{1,255}$/.test(value)) {
      throw invalidParameter(
        `1 validation error detected: Value '${value.slice(0, 300)}' at 'metricTransformations.1.member.${name}' failed to satisfy constraint: Member must satisfy regular expression pattern: [^:*$]*`,
      )
    }
  }
  if (metricNamespace.startsWith('AWS/')) {
    throw invalidParameter(
      `The metric namespace ${metricNamespace} is reserved: it must not begin with AWS/.`,
    )
  }
  if (!isReference(metricValue) && !Number.isFinite(Number(metricValue || NaN))) {
    throw invalidParameter(
      `Invalid metric transformation: metricValue must be a number or a field; got ${metricValue}`,
    )
  }
  const names = Object.keys(dimensions)
  if (names.length > MOST_DIMENSIONS) {
    throw invalidParameter(
      `Invalid metric transformation: at most ${MOST_DIMENSIONS} dimensions are allowed.`,
    )
  }
  if (names.length > 0 && defaultValue !== undefined) {
    throw invalidParameter(
      'Invalid metric transformation: dimensions and default value are mutually exclusive properties.',
    )
  }
  const wrong = Object.values(dimensions).find(value => !isReference(value))
  if (wrong !== undefined) {
    throw invalidParameter(
      `Invalid metric transformation: the dimension value ${wrong} is not a field such as $.name.`,
    )
  }
}

/** Turns what a log group gets into the metrics that its filters count. */
export function countMatches(
  sandbox: Sandbox,
  scope: Scope,
  group: string,
  events: readonly { timestamp: number; message: string }[],
): void {
  for (const filter of metricFiltersOf(scope, group)) {
    const matches = matcherOf(filter.filterPattern)
    const matching = events.filter(({ message }) => matches(message))
    for (const { timestamp, message } of matching) {
      const measured = measuredBy(filter, message)
      if (measured) record(sandbox, scope, filter, { timestamp, ...measured })
    }
    const { defaultValue } = filter.transformation
    const timestamp = events.at(-1)?.timestamp
    if (matching.length === 0 && defaultValue !== undefined && timestamp !== undefined) {
      record(sandbox, scope, filter, { timestamp, value: defaultValue, dimensions: {} })
    }
  }
}

/** The fields of a message that a pattern names, as TestMetricFilter answers them. */
export function extractedValues(pattern: string, message: string): Record<string, string> {
  if (pattern.trim().startsWith('[')) {
    const fields = compileSpaceFilter(pattern.trim())(message) ?? {}
    return Object.fromEntries(Object.entries(fields).map(([name, value]) => [`$${name}`, value]))
  }
  const paths = pattern.trim().startsWith('{')
    ? (pattern.match(/\$(?:\.[A-Za-z0-9_*-]+|\[\d+\])+/g) ?? [])
    : []
  const values = paths.flatMap(path => {
    const value = fieldOf(pattern, message, path)
    return value === undefined ? [] : [[path, value] as const]
  })
  return Object.fromEntries(values)
}

function measuredBy(
  { transformation, filterPattern }: MetricFilterDocument,
  message: string,
): { value: number; dimensions: Record<string, string> } | undefined {
  const { metricValue = '', dimensions = {} } = transformation
  const text = isReference(metricValue) ? fieldOf(filterPattern, message, metricValue) : metricValue
  const value = Number(text === undefined || text === '' ? NaN : text)
  if (!Number.isFinite(value)) return undefined
  const entries = Object.entries(dimensions).map(
    ([name, path]) => [name, fieldOf(filterPattern, message, path) ?? ''] as const,
  )
  // As on AWS, an event that lacks a dimension is counted without any.
  const complete = entries.every(([, field]) => field !== '')
  return { value, dimensions: complete ? Object.fromEntries(entries) : {} }
}

function record(
  sandbox: Sandbox,
  scope: Scope,
  { transformation }: MetricFilterDocument,
  measured: { timestamp: number; value: number; dimensions: Record<string, string> },
): void {
  const { metricName = '', metricNamespace = '', unit } = transformation
  recordMetric(sandbox, scope, {
    ...{ namespace: metricNamespace, metricName, ...measured },
    ...(unit && { unit }),
  })
}

function isReference(text: string): boolean {
  return /^\$(?:[A-Za-z_][A-Za-z0-9_]*|(?:\.[A-Za-z0-9_*-]+|\[\d+\])+)$/.test(text)
}

/** A field by `$.path` of a JSON message, or by `$name` of one whose pattern names its fields. */
function fieldOf(pattern: string, message: string, path: string): string | undefined {
  if (!/^\$[.[]/.test(path)) return extractedValues(pattern, message)[path]
  try {
    const value = valueAt(JSON.parse(message), stepsOf(path))
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : undefined
  } catch {
    // No JSON, no field.
    return undefined
  }
}

function matcherOf(pattern: string): Matches {
  let matches = compiled.get(pattern)
  if (!matches) {
    if (compiled.size >= MOST_COMPILED) compiled.clear()
    compiled.set(pattern, (matches = compileFilter(pattern)))
  }
  return matches
}
