import {
  InvalidEventPatternException,
  LimitExceededException,
  ResourceNotFoundException,
} from '@aws-sdk/client-eventbridge'
import { AwsError } from '../../operation.ts'

const $metadata = {}

export const notFound = (message: string) => new ResourceNotFoundException({ message, $metadata })
export const limitExceeded = (message: string) => new LimitExceededException({ message, $metadata })
export const invalidPattern = (reason: string) =>
  new InvalidEventPatternException({ message: `Event pattern is not valid. Reason: ${reason}`, $metadata })
export const invalid = (message: string) => new AwsError('ValidationException', message)
export const notThere = (what: string) =>
  new AwsError('NotImplemented', `The practice account does not have ${what} yet.`, 501)
