import type { NormalizedSchema } from '@smithy/core/schema'
import { AwsError } from '../operation.ts'
import type { ModelOperation, WireRequest } from './protocol.ts'
import { requiredCount } from './required.ts'

/** The URI pattern of an operation, such as `/{Bucket}/{Key+}?uploads`. */
interface Route {
  name: string
  method: string
  path: RegExp
  /** Names of the pattern's labels, in the order of the groups of `path`. */
  labels: string[]
  /** How exactly the pattern names a path: its literal segments. */
  literals: number
  query: [name: string, value: string][]
  /** Names of the query parameters and headers that the input requires. */
  required: { query: string[]; headers: string[] }
}

/** Tells one operation's `PUT /b/k` from another's for the SDK alone; other clients leave it out. */
const HINT = 'x-id'

const routes = new WeakMap<ReadonlyMap<string, ModelOperation>, Route[]>()

/** Name of the REST operation that method, path, query and headers ask for. */
export function restOperation(
  request: WireRequest,
  operations: ReadonlyMap<string, ModelOperation>,
): string | undefined {
  let known = routes.get(operations)
  if (!known) routes.set(operations, (known = [...operations.values()].flatMap(routeOf).sort(byPrecision)))
  const query = new URLSearchParams(request.query)
  const fitting = known.filter(
    route =>
      route.method === request.method &&
      route.path.test(request.path) &&
      route.query.every(([name, value]) => fits(query, name, value)),
  )
  const complete = fitting.find(
    ({ required }) =>
      required.query.every(name => query.has(name)) &&
      required.headers.every(name => request.headers[name] !== undefined),
  )
  return (complete ?? fitting[0])?.name
}

/** The labels in a request's path, percent-decoded. */
export function restLabels(operation: ModelOperation, path: string): Map<string, string> {
  const [route] = routeOf(operation)
  const groups = route?.path.exec(path)?.slice(1) ?? []
  return new Map(route?.labels.map((label, index) => [label, decoded(groups[index] ?? '')]))
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new AwsError('InvalidURI', `Couldn't parse the specified URI: ${text}`)
  }
}

function fits(query: URLSearchParams, name: string, value: string): boolean {
  if (name === HINT && !query.has(HINT)) return true
  return query.has(name) && (value === '' || query.get(name) === value)
}

/** Most precise first: literal segments, then static query parameters, then required parameters. */
function byPrecision(a: Route, b: Route): number {
  const weight = ({ required }: Route) => required.query.length + required.headers.length
  const statics = ({ query }: Route) => query.filter(([name]) => name !== HINT).length
  return b.literals - a.literals || statics(b) - statics(a) || weight(b) - weight(a)
}

function routeOf({ name, http, input }: ModelOperation): Route[] {
  if (!http) return []
  const [method, uri] = http
  const [pattern = '/', search = ''] = uri.split('?')
  // The SDK's model has S3's bucket in the host name; in path style it comes first.
  const unplaced = labelsOf(input).filter(label => !new RegExp(`\\{${label}\\+?\\}`).test(pattern))
  const whole = `${unplaced.map(label => `/{${label}}`).join('')}${unplaced.length > 0 && pattern === '/' ? '' : pattern}`
  const labels: string[] = []
  const source = whole.replace(
    /\{([^}+]+)(\+?)\}|[.*?^$()|[\]\\]/g,
    (text, label?: string, greedy?: string) => {
      if (label === undefined) return `\\${text}`
      labels.push(label)
      return greedy ? '(.+)' : '([^/]+)'
    },
  )
  return [
    {
      name,
      method,
      path: new RegExp(`^${source.replace(/(?<=.)\/$/, '')}/?$`),
      labels,
      literals:
        whole.split('/').filter(part => part !== '' && !part.startsWith('{')).length * 10 + labels.length,
      query: [...new URLSearchParams(search)],
      required: requiredBindings(input),
    },
  ]
}

function labelsOf(input: NormalizedSchema): string[] {
  if (input.isUnitSchema()) return []
  return [...input.structIterator()]
    .filter(
      ([, member]) => member.getMergedTraits().httpLabel && !member.getMergedTraits()['hostLabel' as never],
    )
    .map(([name]) => name)
}

function requiredBindings(input: NormalizedSchema): Route['required'] {
  if (input.isUnitSchema()) return { query: [], headers: [] }
  const traits = [...input.structIterator()]
    .slice(0, requiredCount(input))
    .map(([, member]) => member.getMergedTraits())
  return {
    query: traits.flatMap(({ httpQuery }) => (httpQuery ? [httpQuery] : [])),
    headers: traits.flatMap(({ httpHeader }) => (httpHeader ? [httpHeader.toLowerCase()] : [])),
  }
}
