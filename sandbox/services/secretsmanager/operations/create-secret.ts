import type { CreateSecretRequest, CreateSecretResponse } from '@aws-sdk/client-secrets-manager'
import type { Operation } from '../../../operation.ts'
import { alreadyExists, invalidRequest, notThere, validationException } from '../errors.ts'
import { findSecret, forgetDeleted, newArn } from '../secrets.ts'
import { type SecretDocument, secrets } from '../store.ts'
import { withTags } from '../tags.ts'
import { checkValue, CURRENT, versionIdOf, withVersion } from '../versions.ts'

/** Makes a secret, with a first version when a value is given. The same token and value again answer the same secret. */
export const createSecret: Operation<CreateSecretRequest, CreateSecretResponse> = (
  input,
  { sandbox, scope },
) => {
  const { Name = '', Description, KmsKeyId, SecretString, SecretBinary } = input
  if (!/^[\w/+=.@!-]{1,512}$/.test(Name)) {
    throw validationException(
      'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!',
    )
  }
  if (input.AddReplicaRegions?.length) throw notThere('replicas of secrets', 'Leave AddReplicaRegions away.')
  if (input.Type !== undefined) throw notThere('secrets of external partners', 'Leave Type away.')
  checkValue(input)
  const versionId = versionIdOf(input.ClientRequestToken)
  const tags = withTags([], input.Tags)
  forgetDeleted(sandbox, scope)
  const namesake = findSecret(scope, Name)
  if (namesake?.deletion) {
    throw invalidRequest(
      "You can't create this secret because a secret with this name is already scheduled for deletion.",
    )
  }
  const hasValue = SecretString !== undefined || SecretBinary !== undefined
  if (namesake) {
    const again = namesake.versions.some(version => version.versionId === versionId)
    if (!again) throw alreadyExists(`The operation failed because the secret ${Name} already exists.`)
    withVersion(sandbox, namesake, versionId, input)
    return { ARN: namesake.ARN, Name, VersionId: versionId }
  }
  const now = sandbox.clock.now()
  const empty: SecretDocument = {
    ARN: newArn(scope, Name),
    Name,
    ...(Description !== undefined && { Description }),
    ...(KmsKeyId !== undefined && { KmsKeyId }),
    tags,
    versions: [],
    createdAt: now,
    changedAt: now,
  }
  const secret = hasValue ? withVersion(sandbox, empty, versionId, input, [CURRENT]) : empty
  secrets(scope).put(secret.ARN, secret)
  return { ARN: secret.ARN, Name, ...(hasValue && { VersionId: versionId }) }
}
