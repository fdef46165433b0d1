import type { GetSecretValueRequest, GetSecretValueResponse } from '@aws-sdk/client-secrets-manager'
import type { Operation } from '../../../operation.ts'
import { noteAccess } from '../note-access.ts'
import { requestedSecret } from '../secrets.ts'
import { shownValue } from '../shown-secret.ts'
import { versionOf } from '../versions.ts'

/** A secret's value: the current one, or that of a version or label. */
export const getSecretValue: Operation<GetSecretValueRequest, GetSecretValueResponse> = (input, context) => {
  const secret = requestedSecret(context, input)
  const version = versionOf(secret, { versionId: input.VersionId, versionStage: input.VersionStage })
  noteAccess(context, secret, version)
  return shownValue(secret, version)
}
