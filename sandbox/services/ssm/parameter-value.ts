import type { ParameterType } from '@aws-sdk/client-ssm'
import type { Scope } from '../../store/store.ts'
import { findVersion, parameterArn } from './names.ts'

/**
 * A parameter's value in clear, for those who inject it into tasks; who may read it is theirs to ask first. Throws
 * ParameterNotFound or ParameterVersionNotFound.
 */
export function readParameter(
  scope: Scope,
  nameOrArn: string,
): { arn: string; value: string; type: ParameterType } {
  const { parameter, version } = findVersion(scope, nameOrArn)
  return { arn: parameterArn(scope, parameter.name), value: version.value, type: version.type }
}
