import { AwsError } from '../../operation.ts'
import { findCaller } from '../../services/iam/caller.ts'
import type { Step } from '../exchange.ts'

const REGION = /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/

/** Finds who signed, and with that the account; without signatures, an unknown key is the default account's root. */
export const findAccount: Step = (exchange, { sandbox: { store, config } }) => {
  const { signature, service, request } = exchange
  const { codes } = service.model.protocol
  exchange.region = signature?.region ?? 'us-east-1'
  // Regions become parts of ARNs and of file names.
  if (!REGION.test(exchange.region)) {
    const [code, status, own] = codes.wrongSignature
    throw new AwsError(code, own ?? 'Credential should be scoped to a valid region.', status)
  }
  const accessKeyId = signature?.accessKeyId
  const caller = accessKeyId === undefined ? undefined : findCaller(store, accessKeyId)
  if (caller) {
    exchange.caller = caller
    exchange.principal = caller.principal
  } else if (config.auth === 'off') {
    const accountId = config.defaultAccountId
    const arn = `arn:aws:iam::${accountId}:root`
    exchange.principal = { accountId, arn, userId: accountId, accessKeyId: accessKeyId ?? '' }
  } else if (!signature && request.object) {
    // Some buckets are open to everybody; S3 says itself which.
    exchange.principal = { accountId: '', arn: 'anonymous', userId: 'anonymous', accessKeyId: '' }
  } else if (!signature) {
    const [code, status] = codes.unsigned
    throw new AwsError(code, 'Request is missing Authentication Token', status)
  } else {
    throw new AwsError(...codes.unknownKey)
  }
  exchange.accountId = exchange.principal.accountId
}
