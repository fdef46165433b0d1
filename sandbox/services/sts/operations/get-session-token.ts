import type { GetSessionTokenRequest, GetSessionTokenResponse } from '@aws-sdk/client-sts'
import { AwsError, type Operation } from '../../../operation.ts'
import { findCaller } from '../../iam/caller.ts'
import { iamState } from '../../iam/store.ts'
import { checkDuration } from '../errors.ts'
import { openSession } from '../sessions.ts'

const HALF_A_DAY = 43200

/** Gives temporary credentials of the user who asks. */
export const getSessionToken: Operation<GetSessionTokenRequest, GetSessionTokenResponse> = (
  input,
  context,
) => {
  const { DurationSeconds = HALF_A_DAY, SerialNumber } = input
  const { principal, sandbox, accountId } = context
  checkDuration(DurationSeconds, 900, 129_600)
  if (SerialNumber !== undefined) {
    throw new AwsError(
      'AccessDenied',
      'MultiFactorAuthentication failed, unable to validate MFA code. The practice account has no MFA devices.',
      403,
    )
  }
  const state = iamState(sandbox.store, accountId)
  if (principal.arn.endsWith(':root')) {
    const owner = { arn: principal.arn, userId: principal.userId, sessionPolicies: [] }
    return { Credentials: openSession(state, owner, sandbox.clock.now(), DurationSeconds) }
  }
  const caller = findCaller(sandbox.store, principal.accessKeyId)
  if (!caller || caller.session || !('UserName' in caller.identity)) {
    throw new AwsError('AccessDenied', 'Cannot call GetSessionToken with session credentials', 403)
  }
  const userName = String(caller.identity.UserName)
  const owner = { arn: principal.arn, userId: principal.userId, userName, sessionPolicies: [] }
  return {
    Credentials: openSession(state, owner, sandbox.clock.now(), DurationSeconds),
  }
}
