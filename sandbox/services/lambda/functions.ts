import { notThere } from './not-there.ts'
import { conflict, constraint, functionNotFound } from './errors.ts'
import { lambda, type FunctionDocument } from './store.ts'
import type { Scope } from '../../store/store.ts'

type Place = Pick<Scope, 'accountId' | 'region'>

const NAME = /^[a-zA-Z0-9-_]{1,64}$/
const REFERENCE =
  /^(?:arn:aws:lambda:[a-z0-9-]+:|)(?:\d{12}:|)(?:function:|)([a-zA-Z0-9-_]{1,64})(?::(\$LATEST|[a-zA-Z0-9-_]+))?$/

export function functionArn({ accountId, region }: Place, name: string): string {
  return `arn:aws:lambda:${region}:${accountId}:function:${name}`
}

/** The name in a name, an ARN or a partial ARN; the text itself where it is none. */
export function functionNameOf(reference: string): string {
  return REFERENCE.exec(reference)?.[1] ?? reference
}

/** Throws ValidationException. */
export function checkFunctionName(name: string): void {
  if (!NAME.test(name))
    throw constraint(name, 'functionName', 'Member must satisfy regular expression pattern: [a-zA-Z0-9-_]+')
}

/** The function that is meant. Throws ResourceNotFoundException, and 501 for versions and aliases. */
export function findFunction(scope: Scope, reference: string, qualifier?: string): FunctionDocument {
  const [, name = '', inReference] = REFERENCE.exec(reference) ?? []
  const arn = functionArn(scope, name === '' ? reference : name)
  const wanted = qualifier ?? inReference
  const [, , , region, accountId] = reference.startsWith('arn:') ? reference.split(':') : []
  const elsewhere =
    (region ?? scope.region) !== scope.region || (accountId ?? scope.accountId) !== scope.accountId
  const found = elsewhere ? undefined : lambda(scope).functions.get(name)
  if (!found) throw functionNotFound(elsewhere ? reference : arn)
  if (wanted !== undefined && wanted !== '$LATEST') throw notThere('versions and aliases of functions')
  return found
}

/** Throws ResourceConflictException while the function is still being made. */
export function checkActive(now: number, { functionArn: arn, activeAt }: FunctionDocument): void {
  if (now < activeAt) {
    throw conflict(
      `The operation cannot be performed at this time. The function is currently in the following state: Pending (${arn})`,
    )
  }
}
