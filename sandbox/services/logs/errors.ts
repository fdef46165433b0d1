import { InvalidParameterException } from '@aws-sdk/client-cloudwatch-logs'

/** The SDK's exceptions want metadata that only clients have. */
export function thrown<E>(
  Exception: new (options: { message: string; $metadata: object }) => E,
  message: string,
): E {
  return new Exception({ message, $metadata: {} })
}

/** InvalidParameterException of one member. */
export function constraint(value: string | number, member: string, text: string): InvalidParameterException {
  return invalidParameter(
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${text}`,
  )
}

export function invalidParameter(message: string): InvalidParameterException {
  return thrown(InvalidParameterException, message)
}
