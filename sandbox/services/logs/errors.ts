import { InvalidParameterException } from '@aws-sdk/client-cloudwatch-logs'

/** The SDK's exceptions want metadata that only clients have. */
export function thrown<E>(
  Exception: new (options: { message: string; $metadata: object }) => E,
  message: string,
): E {
  return new Exception({ message, $metadata: {} })
}

export function invalidParameter(message: string): InvalidParameterException {
  return thrown(InvalidParameterException, message)
}
