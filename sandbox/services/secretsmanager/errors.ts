import {
  InvalidParameterException,
  InvalidRequestException,
  ResourceExistsException,
  ResourceNotFoundException,
} from '@aws-sdk/client-secrets-manager'
import { AwsError } from '../../operation.ts'

type ModelledException<T> = new (options: { message: string; $metadata: object }) => T

/** One of the service's modelled exceptions; the SDK's classes want metadata that only clients have. */
export function exception<T>(Type: ModelledException<T>, message: string): T {
  return new Type({ message, $metadata: {} })
}

export const secretNotFound = () =>
  exception(ResourceNotFoundException, "Secrets Manager can't find the specified secret.")
export const valueNotFound = (what: string) =>
  exception(ResourceNotFoundException, `Secrets Manager can't find the specified secret value for ${what}`)
export const invalidRequest = (message: string) => exception(InvalidRequestException, message)
export const invalidParameter = (message: string) => exception(InvalidParameterException, message)
export const alreadyExists = (message: string) => exception(ResourceExistsException, message)
export const markedForDeletion = () =>
  invalidRequest("You can't perform this operation on the secret because it was marked for deletion.")
export const validationException = (message: string) => new AwsError('ValidationException', message)

/** What AWS has and the practice account has not. */
export const notThere = (what: string, instead: string) =>
  new AwsError('NotImplemented', `The practice account has no ${what}. ${instead}`, 501)
