import type { Scope } from '../../store/store.ts'
import { markedForDeletion, secretNotFound } from './errors.ts'
import { findSecret } from './secrets.ts'
import { versionOf } from './versions.ts'

/** Which value of which secret: a name, an ARN or an ARN without the six characters at its end. */
export interface SecretValueRequest {
  secretId: string
  versionStage?: string
  versionId?: string
}

export interface SecretValue {
  arn: string
  versionId: string
  secretString?: string
  secretBinary?: Uint8Array
}

/**
 * A secret's value, for those who inject it into tasks; who may read it is theirs to ask first. Throws ResourceNotFoundException,
 * or InvalidRequestException for a secret that is marked for deletion.
 */
export function readSecretValue(
  scope: Scope,
  { secretId, versionId, versionStage }: SecretValueRequest,
): SecretValue {
  const secret = findSecret(scope, secretId)
  if (!secret) throw secretNotFound()
  if (secret.deletion) throw markedForDeletion()
  const version = versionOf(secret, { versionId, versionStage })
  const { secretString, secretBinary } = version
  return {
    arn: secret.ARN,
    versionId: version.versionId,
    ...(secretString !== undefined && { secretString }),
    ...(secretBinary !== undefined && { secretBinary: Buffer.from(secretBinary, 'base64') }),
  }
}
