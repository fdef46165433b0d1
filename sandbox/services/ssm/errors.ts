import { ParameterNotFound, ParameterVersionNotFound } from '@aws-sdk/client-ssm'
import { AwsError } from '../../operation.ts'

type ModelledException<T> = new (options: { message: string; $metadata: object }) => T

/** One of the service's modelled exceptions; the SDK's classes want metadata that only clients have. */
export function exception<T>(Type: ModelledException<T>, message: string): T {
  return new Type({ message, $metadata: {} })
}

export const validationException = (message: string) => new AwsError('ValidationException', message)
export const parameterNotFound = (name: string) =>
  exception(ParameterNotFound, `Parameter ${name} not found.`)
export const versionNotFound = (version: string, name: string) =>
  exception(
    ParameterVersionNotFound,
    `Systems Manager could not find version ${version} of ${name}. Verify the version and try again.`,
  )

/** A value outside its enumeration, in the words of the API's own check. */
export function checkOneOf(value: string | undefined, name: string, allowed: readonly string[]): void {
  if (value === undefined || allowed.includes(value)) return
  throw validationException(
    `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: Member must satisfy enum value set: [${allowed.join(', ')}]`,
  )
}
