import {
  AccountLimitExceededException,
  InvalidInputException,
  ResourceAlreadyExistsException,
  ResourceNotFoundException,
} from '@aws-sdk/client-codebuild'
import { AwsError } from '../../operation.ts'

export function invalid(message: string): InvalidInputException {
  return new InvalidInputException({ message, $metadata: {} })
}

export function notFound(message: string): ResourceNotFoundException {
  return new ResourceNotFoundException({ message, $metadata: {} })
}

export function alreadyExists(message: string): ResourceAlreadyExistsException {
  return new ResourceAlreadyExistsException({ message, $metadata: {} })
}

export function limitExceeded(message: string): AccountLimitExceededException {
  return new AccountLimitExceededException({ message, $metadata: {} })
}

/** What AWS has and the practice account has not: said plainly, never pretended. */
export function notThere(what: string): AwsError {
  return new AwsError('NotImplemented', `The practice account does not have ${what}.`, 501)
}

/** Why a phase of a build failed: its context's statusCode and message. */
export class PhaseFailure extends Error {
  readonly statusCode: string

  constructor(statusCode: string, message: string) {
    super(message)
    this.name = 'PhaseFailure'
    this.statusCode = statusCode
  }
}
