import type { PutSecretValueRequest, PutSecretValueResponse } from '@aws-sdk/client-secrets-manager'
import type { Operation } from '../../../operation.ts'
import { invalidParameter, invalidRequest, notThere } from '../errors.ts'
import { requestedSecret } from '../secrets.ts'
import { secrets } from '../store.ts'
import { checkValue, CURRENT, versionIdOf, withVersion } from '../versions.ts'

const MOST_STAGES = 20

/** Gives a secret a new version, current unless other labels are given. */
export const putSecretValue: Operation<PutSecretValueRequest, PutSecretValueResponse> = (input, context) => {
  const { VersionStages = [CURRENT], SecretString, SecretBinary } = input
  const secret = requestedSecret(context, input)
  if (input.RotationToken !== undefined) throw notThere('rotation of secrets', 'Leave RotationToken away.')
  if (SecretString === undefined && SecretBinary === undefined) {
    throw invalidRequest('You must provide either SecretString or SecretBinary.')
  }
  checkValue(input)
  if (VersionStages.length === 0 || VersionStages.length > MOST_STAGES) {
    throw invalidParameter(`A version has 1 to ${MOST_STAGES} staging labels; got ${VersionStages.length}.`)
  }
  const versionId = versionIdOf(input.ClientRequestToken)
  const changed = withVersion(context.sandbox, secret, versionId, input, VersionStages)
  secrets(context.scope).put(changed.ARN, changed)
  const stages = changed.versions.find(version => version.versionId === versionId)?.stages ?? []
  return { ARN: changed.ARN, Name: changed.Name, VersionId: versionId, VersionStages: stages }
}
