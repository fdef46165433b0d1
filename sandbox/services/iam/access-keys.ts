import { AwsError, type OperationContext } from '../../operation.ts'
import { noSuchEntity } from './errors.ts'
import { type AccessKey, type IamState, iamState } from './store.ts'

/** A user's keys, oldest first. */
export function keysOf({ accessKeys }: IamState, userName: string): AccessKey[] {
  return accessKeys
    .values()
    .filter(key => key.UserName === userName)
    .sort((a, b) => a.createdAt - b.createdAt)
}

/** The key of that user, or NoSuchEntity. */
export function keyNamed({ accessKeys }: IamState, userName: string, accessKeyId: string): AccessKey {
  const key = accessKeys.get(accessKeyId)
  if (key?.UserName !== userName) throw noSuchEntity(`The Access Key with id ${accessKeyId} cannot be found.`)
  return key
}

/** The user who signed: what IAM means when a request about a user names none. */
export function callersUserName({ principal, sandbox }: OperationContext): string {
  const user = iamState(sandbox.store, principal.accountId)
    .users.values()
    .find(({ Arn }) => Arn === principal.arn)
  if (user) return user.UserName
  throw new AwsError('ValidationError', 'Must specify userName when calling with non-User credentials')
}
