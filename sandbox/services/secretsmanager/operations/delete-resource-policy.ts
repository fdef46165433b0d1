import type {
  DeleteResourcePolicyRequest,
  DeleteResourcePolicyResponse,
} from '@aws-sdk/client-secrets-manager'
import type { Operation } from '../../../operation.ts'
import { requestedSecret } from '../secrets.ts'
import { secrets } from '../store.ts'

/** Takes a secret's own policy away. */
export const deleteResourcePolicy: Operation<DeleteResourcePolicyRequest, DeleteResourcePolicyResponse> = (
  input,
  context,
) => {
  const { resourcePolicy: _policy, ...secret } = requestedSecret(context, input)
  secrets(context.scope).put(secret.ARN, secret)
  return { ARN: secret.ARN, Name: secret.Name }
}
