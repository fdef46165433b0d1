import { HierarchyLevelLimitExceededException } from '@aws-sdk/client-ssm'
import { arn } from '../../ids.ts'
import { AwsError } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { exception, parameterNotFound, validationException, versionNotFound } from './errors.ts'
import { latest, type ParameterDocument, parameters, type VersionDocument } from './store.ts'

const MOST_LEVELS = 15

/** Such as arn:aws:ssm:eu-west-1:111122223333:parameter/lab/url, with one slash whether the name begins with one or not. */
export function parameterArn(scope: Scope, name: string): string {
  return arn(scope, 'ssm', `parameter${name.startsWith('/') ? '' : '/'}${name}`)
}

/** What a request names: a name or an ARN, with a version or a label behind a colon. */
export function nameOf(scope: Scope, requested: string): { name: string; selector?: string } {
  const prefix = arn(scope, 'ssm', 'parameter')
  const own = requested.startsWith(`${prefix}/`)
  const path = own ? requested.slice(prefix.length) : requested
  if (!own && requested.startsWith('arn:')) return { name: requested }
  const colon = path.indexOf(':')
  const bare = colon < 0 ? path : path.slice(0, colon)
  // In an ARN a parameter at the root has the same slash as one in a hierarchy.
  const atRoot = own && !parameters(scope).has(bare) && parameters(scope).has(bare.slice(1))
  const name = atRoot ? bare.slice(1) : bare
  return colon < 0 ? { name } : { name, selector: path.slice(colon + 1) }
}

/** The parameter of a name or ARN. Throws ParameterNotFound. */
export function findParameter(scope: Scope, requested: string): ParameterDocument {
  const found = parameters(scope).get(nameOf(scope, requested).name)
  if (!found) throw parameterNotFound(requested)
  return found
}

/** The version that a request names: the latest, or that of the number or label. Throws ParameterNotFound or ParameterVersionNotFound. */
export function findVersion(
  scope: Scope,
  requested: string,
): { parameter: ParameterDocument; version: VersionDocument; selector?: string } {
  const { name, selector } = nameOf(scope, requested)
  const parameter = parameters(scope).get(name)
  if (!parameter) throw parameterNotFound(requested)
  if (selector === undefined) return { parameter, version: latest(parameter) }
  const version = parameter.versions.find(
    one => String(one.version) === selector || one.labels.includes(selector),
  )
  if (!version) throw versionNotFound(selector, name)
  return { parameter, version, selector: `:${selector}` }
}

/** Throws what Parameter Store says of a name that it does not take. */
export function checkName(name: string): void {
  if (/^\/aws/i.test(name)) {
    throw new AwsError('AccessDeniedException', `No access to reserved parameter name: ${name.slice(1)}.`)
  }
  if (/^\/ssm/i.test(name)) {
    throw validationException(
      'Parameter name: can\'t be prefixed with "ssm" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_',
    )
  }
  if (/^(aws|ssm)/i.test(name)) {
    throw validationException('Parameter name: can\'t be prefixed with "aws" or "ssm" (case-insensitive).')
  }
  if (!/^[\w./-]{1,1011}$/.test(name) || /\/\/|\/$/.test(name)) {
    throw validationException(
      'Parameter name: if formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_',
    )
  }
  if (name.includes('/') && !name.startsWith('/')) {
    throw validationException('Parameter name must be a fully qualified name.')
  }
  if (name.split('/').length - 1 > MOST_LEVELS) {
    throw exception(
      HierarchyLevelLimitExceededException,
      `The hierarchy can have a maximum of ${MOST_LEVELS} levels; this name has ${name.split('/').length - 1}.`,
    )
  }
}
