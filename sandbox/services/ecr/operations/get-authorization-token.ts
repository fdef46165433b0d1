import type { GetAuthorizationTokenRequest, GetAuthorizationTokenResponse } from '@aws-sdk/client-ecr'
import type { Operation } from '../../../operation.ts'
import { signToken, TOKEN_VALID_MS } from '../authorization-token.ts'

/** A password with which docker has the caller's permissions for 12 hours. */
export const getAuthorizationToken: Operation<GetAuthorizationTokenRequest, GetAuthorizationTokenResponse> = (
  _input,
  { accountId, region, principal, sandbox },
) => {
  const expiresAt = sandbox.clock.now() + TOKEN_VALID_MS
  const { accessKeyId } = principal
  const password = signToken(sandbox, { accountId, region, expiresAt, accessKeyId })
  return {
    authorizationData: [
      {
        authorizationToken: Buffer.from(`AWS:${password}`).toString('base64'),
        expiresAt: new Date(expiresAt),
        proxyEndpoint: sandbox.config.endpoint,
      },
    ],
  }
}
