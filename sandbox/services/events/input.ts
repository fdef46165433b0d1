import type { Target } from '@aws-sdk/client-eventbridge'
import { invalid } from './errors.ts'

/** What EventBridge sends of an event. */
export type Event = Record<string, unknown>

/** What a target gets for an event: the event, a constant, a part of it, or what the input transformer makes. */
export function inputOf(target: Target, event: Event, rule: { Arn: string; Name: string }): string {
  if (target.Input !== undefined) return target.Input
  if (target.InputPath !== undefined) return JSON.stringify(atPath(event, target.InputPath) ?? {})
  const { InputTransformer: transformer } = target
  if (!transformer) return JSON.stringify(event)
  const values = new Map<string, unknown>([
    ['aws.events.rule-arn', rule.Arn],
    ['aws.events.rule-name', rule.Name],
    ['aws.events.event.ingestion-time', event['time']],
    ['aws.events.event', event],
    ['aws.events.event.json', event],
  ])
  for (const [name, path] of Object.entries(transformer.InputPathsMap ?? {})) {
    values.set(name, atPath(event, path))
  }
  return fill(transformer.InputTemplate ?? '', values)
}

/** Within quotation marks a value stands as text, elsewhere as JSON. */
function fill(template: string, values: Map<string, unknown>): string {
  let quoted = false
  return template.replace(/\\.|"|<([A-Za-z0-9_.-]+)>/g, (whole, name: string | undefined) => {
    if (whole === '"') quoted = !quoted
    if (name === undefined || !values.has(name)) return whole
    const value = values.get(name)
    if (!quoted) return value === undefined ? '""' : JSON.stringify(value)
    if (value === undefined) return ''
    const text = typeof value === 'string' ? value : JSON.stringify(value)
    return JSON.stringify(text).slice(1, -1)
  })
}

/** The part of an event at `$.detail.items[0].name`. */
function atPath(event: Event, path: string): unknown {
  let value: unknown = event
  for (const step of steps(path)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
    value = (value as Record<string, unknown>)[step]
  }
  return value
}

function steps(path: string): string[] {
  return [...path.slice(1).matchAll(/\.([A-Za-z0-9_-]+)|\[(\d+)\]|\['([^']+)'\]/g)].map(
    ([, name, index, quoted]) => name ?? index ?? quoted ?? '',
  )
}

/** Throws ValidationException for more than one way to make the input, or paths that are none. */
export function checkInput(target: Target): void {
  const { Id, Input, InputPath, InputTransformer } = target
  if ([Input, InputPath, InputTransformer].filter(given => given !== undefined).length > 1) {
    throw invalid(`Only one of Input, InputPath, or InputTransformer must be provided for target ${Id}.`)
  }
  if (Input !== undefined && !isJson(Input)) {
    throw invalid(`JSON syntax error in input for target ${Id}: malformed JSON.`)
  }
  const paths = [
    ...(InputPath === undefined ? [] : [InputPath]),
    ...Object.values(InputTransformer?.InputPathsMap ?? {}),
  ]
  const wrong = paths.find(path => !/^\$(\.[A-Za-z0-9_-]+|\[\d+\]|\['[^']+'\])*$/.test(path))
  if (wrong !== undefined)
    throw invalid(`Invalid InputPath for target ${Id} : Reason: ${wrong} is not a JSON path.`)
  if (InputTransformer && !InputTransformer.InputTemplate) {
    throw invalid(`InputTemplate for target ${Id} must not be empty.`)
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
