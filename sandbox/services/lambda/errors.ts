import {
  InvalidParameterValueException,
  ResourceConflictException,
  ResourceNotFoundException,
} from '@aws-sdk/client-lambda'
import { AwsError } from '../../operation.ts'

export function invalid(message: string): InvalidParameterValueException {
  return new InvalidParameterValueException({ message, Type: 'User', $metadata: {} })
}

export function conflict(message: string): ResourceConflictException {
  return new ResourceConflictException({ message, Type: 'User', $metadata: {} })
}

export function functionNotFound(arn: string): ResourceNotFoundException {
  return notFound(`Function not found: ${arn}`)
}

export function notFound(message: string): ResourceNotFoundException {
  return new ResourceNotFoundException({ message, Message: message, Type: 'User', $metadata: {} })
}

/** ValidationException of one member, in Lambda's words. */
export function constraint(value: string | number, member: string, text: string): AwsError {
  return new AwsError(
    'ValidationException',
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${text}`,
  )
}
