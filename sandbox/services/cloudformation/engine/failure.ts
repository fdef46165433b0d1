import type { HandlerErrorCode } from '@aws-sdk/client-cloudformation'
import { randomUUID } from 'node:crypto'
import { CallError } from './call-error.ts'

/** Why a resource could not be made, changed or removed. */
export class ResourceFailure extends Error {
  override readonly name = 'ResourceFailure'
  readonly handlerErrorCode: HandlerErrorCode

  constructor(message: string, handlerErrorCode: HandlerErrorCode = 'GeneralServiceException') {
    super(message)
    this.handlerErrorCode = handlerErrorCode
  }
}

/** A failure that CloudFormation itself found: its text stands as it is. */
export class PlainFailure extends ResourceFailure {}

/** The text of an event's ResourceStatusReason. */
export function failureReason(error: unknown, token: string = randomUUID()): string {
  if (error instanceof Cancelled || error instanceof PlainFailure) return error.message
  const message = error instanceof Error ? error.message : String(error)
  return `Resource handler returned message: "${message}" (RequestToken: ${token}, HandlerErrorCode: ${codeOf(error)})`
}

/** Another resource has failed, so this one is not waited for. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled'
}

/** Whether a service said that there is no such thing. */
export function isGone(error: unknown): boolean {
  if (error instanceof ResourceFailure) return error.handlerErrorCode === 'NotFound'
  return (
    error instanceof CallError &&
    /NotFound|NoSuch|DoesNotExist|ResourceNotFoundException|InvalidParameterValue.*not exist|\.NotFound$/i.test(
      error.code,
    )
  )
}

/** Whether a service said that there is one already. */
export function isThereAlready(error: unknown): boolean {
  return (
    error instanceof CallError &&
    /AlreadyExists|Duplicate|AlreadyOwnedByYou|ResourceExists|EntityAlreadyExists|ParameterAlreadyExists|ResourceInUse/i.test(
      error.code,
    )
  )
}

/** Whether a deletion may succeed in a while, as what needs it is just going. */
export function isStillUsed(error: unknown): boolean {
  return (
    error instanceof CallError &&
    // A role with somebody else's policies on it waits for nobody.
    !/must delete policies first/.test(error.message) &&
    /DependencyViolation|DeleteConflict|InUse|OperationNotPermitted|ScalingActivityInProgress|ClusterContains|IncorrectState/i.test(
      error.code,
    )
  )
}

function codeOf(error: unknown): HandlerErrorCode {
  if (error instanceof ResourceFailure) return error.handlerErrorCode
  if (!(error instanceof CallError)) return 'InternalFailure'
  if (/AccessDenied|Unauthorized|UnrecognizedClient/.test(error.code)) return 'AccessDenied'
  if (isThereAlready(error)) return 'AlreadyExists'
  if (isGone(error)) return 'NotFound'
  if (/Throttl|TooManyRequests/.test(error.code)) return 'Throttling'
  if (/LimitExceeded/.test(error.code)) return 'ServiceLimitExceeded'
  return error.status >= 500 ? 'GeneralServiceException' : 'InvalidRequest'
}
