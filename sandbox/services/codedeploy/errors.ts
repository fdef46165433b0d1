import { AwsError } from '../../operation.ts'

type ModelledException<T> = new (options: { message: string; $metadata: object }) => T

/** One of the service's modelled exceptions with AWS's words. */
export function exception<T>(Type: ModelledException<T>, message: string): T {
  return new Type({ message, $metadata: {} })
}

/** What AWS has and the practice account has not: said plainly, never pretended. */
export function notThere(what: string): AwsError {
  return new AwsError('NotImplemented', `The practice account does not have ${what} yet.`, 501)
}
