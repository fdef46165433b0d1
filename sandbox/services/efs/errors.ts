import {
  AccessPointNotFound,
  BadRequest,
  FileSystemNotFound,
  MountTargetNotFound,
  ValidationException,
} from '@aws-sdk/client-efs'

type ModelledException<T> = new (options: { message: string; ErrorCode: string; $metadata: object }) => T

/** One of the service's modelled exceptions, which all bear their own name as ErrorCode. */
export function exception<T>(Type: ModelledException<T>, message: string): T {
  return new Type({ message, ErrorCode: Type.name, $metadata: {} })
}

export const badRequest = (message: string) => exception(BadRequest, message)
export const invalid = (message: string) => exception(ValidationException, message)
export const fileSystemNotFound = (id: string) =>
  exception(FileSystemNotFound, `File system '${id}' does not exist.`)
export const mountTargetNotFound = (id: string) =>
  exception(MountTargetNotFound, `Mount target '${id}' does not exist.`)
export const accessPointNotFound = (id: string) =>
  exception(AccessPointNotFound, `Access Point '${id}' does not exist.`)

/** Throws BadRequest for a value outside its enumeration. */
export function checkOneOf(value: string | undefined, name: string, allowed: readonly string[]): void {
  if (value === undefined || allowed.includes(value)) return
  throw badRequest(`Invalid value '${value}' for ${name}; expected ${allowed.join(' or ')}.`)
}
