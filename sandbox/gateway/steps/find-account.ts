import { AwsError } from '../../operation.ts'
import { accountOfAccessKey } from '../../services/iam/access-key-id.ts'
import { iamState } from '../../services/iam/store.ts'
import type { Step } from '../exchange.ts'

/** Finds the account of the access key, and who signed. */
export const findAccount: Step = (exchange, { sandbox }) => {
  const { signature } = exchange
  const { codes } = exchange.service.model.protocol
  exchange.region = signature?.region ?? 'us-east-1'
  if (!signature && sandbox.config.auth === 'on') {
    const [code, status] = codes.unsigned
    throw new AwsError(code, 'Request is missing Authentication Token', status)
  }
  const accessKeyId = signature?.accessKeyId ?? ''
  const accountId = accountOfAccessKey(accessKeyId)
  const state = accountId === undefined ? undefined : iamState(sandbox.store, accountId)
  const key = state?.accessKeys.get(accessKeyId)
  const user = key?.Status === 'Active' ? state?.users.get(key.UserName) : undefined
  if (accountId !== undefined && key && user) {
    exchange.accountId = accountId
    exchange.principal = { accountId, arn: user.Arn, userId: user.UserId, accessKeyId }
    return
  }
  throw new AwsError(...codes.unknownKey)
}
