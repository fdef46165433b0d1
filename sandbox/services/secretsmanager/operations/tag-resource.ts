import type { TagResourceRequest } from '@aws-sdk/client-secrets-manager'
import type { Operation } from '../../../operation.ts'
import { requestedSecret } from '../secrets.ts'
import { secrets } from '../store.ts'
import { withTags } from '../tags.ts'

/** Puts tags on a secret. */
export const tagResource: Operation<TagResourceRequest, object> = (input, context) => {
  const secret = requestedSecret(context, input)
  const tags = withTags(secret.tags, input.Tags)
  secrets(context.scope).put(secret.ARN, { ...secret, tags })
  return {}
}
