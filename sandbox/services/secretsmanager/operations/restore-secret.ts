import type { RestoreSecretRequest, RestoreSecretResponse } from '@aws-sdk/client-secrets-manager'
import type { Operation } from '../../../operation.ts'
import { requestedSecret } from '../secrets.ts'
import { secrets } from '../store.ts'

/** Takes back the deletion of a secret. */
export const restoreSecret: Operation<RestoreSecretRequest, RestoreSecretResponse> = (input, context) => {
  const { deletion: _deletion, ...secret } = requestedSecret(context, input, { orDeleted: true })
  secrets(context.scope).put(secret.ARN, secret)
  return { ARN: secret.ARN, Name: secret.Name }
}
