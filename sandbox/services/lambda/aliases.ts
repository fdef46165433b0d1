import type { AliasConfiguration, AliasRoutingConfiguration } from '@aws-sdk/client-lambda'
import type { Scope } from '../../store/store.ts'
import { constraint, functionNotFound, invalid, notFound } from './errors.ts'
import { findFunction, LATEST, versionOf } from './functions.ts'
import { lambda } from './store.ts'
import type { AliasDocument, FunctionDocument } from './store.ts'

const NAME = /^(?!^[0-9]+$)[a-zA-Z0-9-_]{1,128}$/

/** An alias as AWS answers it. */
export function aliasShape(alias: AliasDocument): AliasConfiguration {
  const { aliasArn, name, functionVersion, weights, description, revisionId } = alias
  return {
    ...{ AliasArn: aliasArn, Name: name, FunctionVersion: functionVersion, Description: description },
    ...(Object.keys(weights).length > 0 && { RoutingConfig: { AdditionalVersionWeights: weights } }),
    RevisionId: revisionId,
  }
}

/** Throws ResourceNotFoundException. */
export function findAlias(
  scope: Scope,
  reference: string | undefined,
  name: string | undefined,
): AliasDocument {
  const fn = findFunction(scope, reference ?? '')
  const alias = lambda(scope).aliases.get(`${fn.functionName}:${name}`)
  if (!alias) throw notFound(`Cannot find alias arn: ${fn.functionArn}:${name}`)
  return alias
}

/** Throws ValidationException. */
export function checkAliasName(name: string): void {
  if (NAME.test(name)) return
  throw constraint(
    name,
    'name',
    'Member must satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)',
  )
}

/** Throws ResourceNotFoundException when the function has no such version. */
export function checkVersion(scope: Scope, fn: FunctionDocument, version: string): void {
  if (!versionOf(scope, fn, version)) throw functionNotFound(`${fn.functionArn}:${version}`)
}

/** The other version of an alias with its share. Throws InvalidParameterValueException and ResourceNotFoundException. */
export function checkedWeights(
  scope: Scope,
  fn: FunctionDocument,
  version: string,
  { AdditionalVersionWeights = {} }: AliasRoutingConfiguration,
): Record<string, number> {
  const weights = Object.entries(AdditionalVersionWeights)
  if (weights.length === 0) return {}
  if (weights.length > 1) throw invalid('The number of additional versions of an alias is at most 1.')
  const [[other, weight]] = weights as [[string, number]]
  if (version === LATEST || other === LATEST) {
    throw invalid('$LATEST is not supported for an alias pointing to more than 1 version')
  }
  if (other === version) throw invalid(`The alias points to version ${other} already.`)
  if (!(weight >= 0 && weight <= 1)) throw invalid(`A weight must be between 0.0 and 1.0; got ${weight}.`)
  checkVersion(scope, fn, other)
  return { [other]: weight }
}
