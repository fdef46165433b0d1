import type { UpdateSecretRequest, UpdateSecretResponse } from '@aws-sdk/client-secrets-manager'
import type { Operation } from '../../../operation.ts'
import { notThere } from '../errors.ts'
import { requestedSecret } from '../secrets.ts'
import { secrets } from '../store.ts'
import { checkValue, versionIdOf, withVersion } from '../versions.ts'

/** Changes a secret's description or key, and its value when one is given. */
export const updateSecret: Operation<UpdateSecretRequest, UpdateSecretResponse> = (input, context) => {
  const { Description, KmsKeyId, SecretString, SecretBinary } = input
  const secret = requestedSecret(context, input)
  if (input.Type !== undefined) throw notThere('secrets of external partners', 'Leave Type away.')
  checkValue(input)
  const versionId = versionIdOf(input.ClientRequestToken)
  const described = {
    ...secret,
    ...(Description !== undefined && { Description }),
    ...(KmsKeyId !== undefined && { KmsKeyId }),
    changedAt: context.sandbox.clock.now(),
  }
  const hasValue = SecretString !== undefined || SecretBinary !== undefined
  const changed = hasValue ? withVersion(context.sandbox, described, versionId, input) : described
  secrets(context.scope).put(changed.ARN, changed)
  return { ARN: changed.ARN, Name: changed.Name, ...(hasValue && { VersionId: versionId }) }
}
