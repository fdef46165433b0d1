import { conflict, constraint, functionNotFound, invalid } from './errors.ts'
import { lambda } from './store.ts'
import type { AliasDocument, FunctionDocument } from './store.ts'
import type { Scope } from '../../store/store.ts'

type Place = Pick<Scope, 'accountId' | 'region'>

const NAME = /^[a-zA-Z0-9-_]{1,64}$/
const REFERENCE =
  /^(?:arn:aws:lambda:[a-z0-9-]+:|)(?:\d{12}:|)(?:function:|)([a-zA-Z0-9-_]{1,64})(?::(\$LATEST|[a-zA-Z0-9-_]+))?$/

/** What a function is called that is not published yet. */
export const LATEST = '$LATEST'

export function functionArn({ accountId, region }: Place, name: string): string {
  return `arn:aws:lambda:${region}:${accountId}:function:${name}`
}

/** The name in a name, an ARN or a partial ARN; the text itself where it is none. */
export function functionNameOf(reference: string): string {
  return REFERENCE.exec(reference)?.[1] ?? reference
}

/** `name` or `name:qualifier` of a reference; `$LATEST` goes without saying. */
export function qualifiedNameOf(reference: string, qualifier?: string): string {
  const [, name, inReference] = REFERENCE.exec(reference) ?? []
  if (name === undefined) return reference
  const wanted = qualifier ?? inReference ?? LATEST
  return wanted === LATEST ? name : `${name}:${wanted}`
}

/** Throws ValidationException. */
export function checkFunctionName(name: string): void {
  if (!NAME.test(name))
    throw constraint(name, 'functionName', 'Member must satisfy regular expression pattern: [a-zA-Z0-9-_]+')
}

/** The function that is meant, not a version of it. Throws ResourceNotFoundException, InvalidParameterValueException for a version or alias. */
export function findFunction(scope: Scope, reference: string): FunctionDocument {
  const [, name = '', qualifier = LATEST] = REFERENCE.exec(reference) ?? []
  const [, , , region, accountId] = reference.startsWith('arn:') ? reference.split(':') : []
  const elsewhere =
    (region ?? scope.region) !== scope.region || (accountId ?? scope.accountId) !== scope.accountId
  const found = elsewhere ? undefined : lambda(scope).functions.get(name)
  if (!found)
    throw functionNotFound(elsewhere ? reference : functionArn(scope, name === '' ? reference : name))
  if (qualifier !== LATEST) {
    throw invalid(
      'This operation is permitted on Lambda functions only. Aliases and versions do not support this.',
    )
  }
  return found
}

/** A function, one of its versions, or what an alias leads to. */
export interface Resolved {
  fn: FunctionDocument
  alias?: AliasDocument
  /** With the qualifier, where one was given. */
  arn: string
}

/** What a reference and a qualifier mean. Throws ResourceNotFoundException, InvalidParameterValueException. */
export function resolveFunction(scope: Scope, reference: string, qualifier?: string): Resolved {
  const [, name = '', inReference] = REFERENCE.exec(reference) ?? []
  if (qualifier !== undefined && inReference !== undefined && qualifier !== inReference) {
    throw invalid('The derived qualifier from the function name does not match the specified qualifier.')
  }
  const wanted = qualifier ?? inReference
  const unqualified = inReference === undefined ? reference : reference.slice(0, -inReference.length - 1)
  const latest = findFunction(scope, unqualified)
  if (wanted === undefined) return { fn: latest, arn: latest.functionArn }
  const arn = `${latest.functionArn}:${wanted}`
  if (wanted === LATEST) return { fn: { ...latest, functionArn: arn }, arn }
  const alias = lambda(scope).aliases.get(`${name}:${wanted}`)
  const fn = alias ? versionOf(scope, latest, chosen(alias)) : lambda(scope).versions.get(`${name}:${wanted}`)
  if (!fn) throw functionNotFound(arn)
  return { fn, arn, ...(alias && { alias }) }
}

/** A version by its number or `$LATEST`; undefined when it is not there. */
export function versionOf(
  scope: Scope,
  latest: FunctionDocument,
  version: string,
): FunctionDocument | undefined {
  return version === LATEST ? latest : lambda(scope).versions.get(`${latest.functionName}:${version}`)
}

/** One of an alias's two versions, by their weights. */
function chosen({ functionVersion, weights }: AliasDocument): string {
  const [other] = Object.entries(weights)
  return other && Math.random() < other[1] ? other[0] : functionVersion
}

/** Throws ResourceConflictException while the function is still being made. */
export function checkActive(now: number, { functionArn: arn, activeAt }: FunctionDocument): void {
  if (now < activeAt) {
    throw conflict(
      `The operation cannot be performed at this time. The function is currently in the following state: Pending (${arn})`,
    )
  }
}

/** What a reference and a qualifier mean, under the ARN by which it was asked for. */
export function shownFunction(scope: Scope, reference: string, qualifier?: string): FunctionDocument {
  const { fn, arn } = resolveFunction(scope, reference, qualifier)
  return { ...fn, functionArn: arn }
}
