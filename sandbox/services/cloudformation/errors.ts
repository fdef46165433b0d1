import { AwsError } from '../../operation.ts'

/** CloudFormation's error for nearly all that is wrong with a request. */
export function validationError(message: string): AwsError {
  return new AwsError('ValidationError', message)
}

/** What AWS has and the practice account has not: said plainly, never pretended. */
export function notThere(what: string): AwsError {
  return new AwsError('NotImplemented', `The practice account does not have ${what}.`, 501)
}

type ModelledException<T> = new (options: { message: string; Message?: string; $metadata: object }) => T

/** One of the service's modelled exceptions with AWS's words. */
export function exception<T>(Type: ModelledException<T>, message: string): T {
  return new Type({ message, Message: message, $metadata: {} })
}
