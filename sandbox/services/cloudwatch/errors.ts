import {
  InvalidParameterCombinationException,
  InvalidParameterValueException,
  MissingRequiredParameterException,
} from '@aws-sdk/client-cloudwatch'
import { AwsError } from '../../operation.ts'

/** The SDK's exceptions want metadata that only clients have. */
export function thrown<E>(
  Exception: new (options: { message: string; $metadata: object }) => E,
  message: string,
): E {
  return new Exception({ message, $metadata: {} })
}

export function invalidValue(message: string): InvalidParameterValueException {
  return thrown(InvalidParameterValueException, message)
}

export function invalidCombination(message: string): InvalidParameterCombinationException {
  return thrown(InvalidParameterCombinationException, message)
}

export function missingParameter(message: string): MissingRequiredParameterException {
  return thrown(MissingRequiredParameterException, message)
}

/** What alarms and GetMetricData answer to most wrong input. */
export function validationError(message: string): AwsError {
  return new AwsError('ValidationError', message)
}
