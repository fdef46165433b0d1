import { AwsError } from '../../operation.ts'

/** 501 for what a request asks for beyond what the practice account has. */
export function notThere(what: string): AwsError {
  return new AwsError('NotImplemented', `The practice account does not have ${what}.`, 501)
}
