import { ObjectNotFoundException, ValidationException } from '@aws-sdk/client-application-auto-scaling'

/** The SDK's exceptions want metadata that only clients have. */
export function thrown<E>(
  Exception: new (options: { Message?: string; message: string; $metadata: object }) => E,
  message: string,
): E {
  return new Exception({ Message: message, message, $metadata: {} })
}

export function validation(message: string): ValidationException {
  return thrown(ValidationException, message)
}

export function notFound(message: string): ObjectNotFoundException {
  return thrown(ObjectNotFoundException, message)
}
