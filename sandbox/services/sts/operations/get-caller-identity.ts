import type { GetCallerIdentityRequest, GetCallerIdentityResponse } from '@aws-sdk/client-sts'
import type { Operation } from '../../../operation.ts'

/** Says whose key signed the request. */
export const getCallerIdentity: Operation<GetCallerIdentityRequest, GetCallerIdentityResponse> = (
  _input,
  { principal },
) => ({
  UserId: principal.userId,
  Account: principal.accountId,
  Arn: principal.arn,
})
