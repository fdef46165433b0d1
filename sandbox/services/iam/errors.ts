import {
  DeleteConflictException,
  EntityAlreadyExistsException,
  InvalidInputException,
  LimitExceededException,
  MalformedPolicyDocumentException,
  NoSuchEntityException,
  UnmodifiableEntityException,
} from '@aws-sdk/client-iam'
import { AwsError } from '../../operation.ts'

const $metadata = {}

/** `what` is `user`, `role`, `role policy` …; 404. */
export const noSuchName = (what: string, name: string) =>
  noSuchEntity(`The ${what} with name ${name} cannot be found.`)

export const noSuchEntity = (message: string) => new NoSuchEntityException({ message, $metadata })
export const alreadyExists = (message: string) => new EntityAlreadyExistsException({ message, $metadata })
export const deleteConflict = (message: string) => new DeleteConflictException({ message, $metadata })
export const malformedPolicy = (message: string) =>
  new MalformedPolicyDocumentException({ message, $metadata })
export const invalidInput = (message: string) => new InvalidInputException({ message, $metadata })
export const notThere = (what: string) =>
  new AwsError('NotImplemented', `The practice account does not have ${what} yet.`, 501)
export const limitExceeded = (quota: string, most: number) =>
  new LimitExceededException({ message: `Cannot exceed quota for ${quota}: ${most}`, $metadata })
export const tooManyVersions = (most: number) =>
  new LimitExceededException({
    message: `A managed policy can have up to ${most} versions. Before you create a new version, you must delete an existing version.`,
    $metadata,
  })
export const protectedRole = (name: string) =>
  new UnmodifiableEntityException({
    message: `Cannot perform the operation on the protected role '${name}' - this role is only modifiable by AWS`,
    $metadata,
  })
