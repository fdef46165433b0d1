import type { UntagResourceRequest } from '@aws-sdk/client-secrets-manager'
import type { Operation } from '../../../operation.ts'
import { requestedSecret } from '../secrets.ts'
import { secrets } from '../store.ts'

/** Takes tags off a secret; keys that it does not have are passed over. */
export const untagResource: Operation<UntagResourceRequest, object> = (input, context) => {
  const secret = requestedSecret(context, input)
  const tags = secret.tags.filter(({ Key = '' }) => !input.TagKeys?.includes(Key))
  secrets(context.scope).put(secret.ARN, { ...secret, tags })
  return {}
}
