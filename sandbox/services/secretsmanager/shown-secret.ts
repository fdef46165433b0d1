import type { DescribeSecretResponse } from '@aws-sdk/client-secrets-manager'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { deletionDate } from './secrets.ts'
import type { SecretDocument, VersionDocument } from './store.ts'
import { stagesByVersion } from './versions.ts'

/** A secret as DescribeSecret shows it: never its value. */
export function shownSecret(sandbox: Sandbox, scope: Scope, secret: SecretDocument): DescribeSecretResponse {
  const { ARN, Name, Description, KmsKeyId, owningService, deletion, accessedAt, tags } = secret
  const stages = stagesByVersion(secret)
  return {
    ARN,
    Name,
    ...(Description !== undefined && { Description }),
    ...(KmsKeyId !== undefined && { KmsKeyId }),
    LastChangedDate: new Date(secret.changedAt),
    ...(accessedAt !== undefined && { LastAccessedDate: new Date(accessedAt) }),
    ...(deletion && { DeletedDate: deletionDate(sandbox, scope, deletion.due) }),
    Tags: tags,
    ...(Object.keys(stages).length > 0 && { VersionIdsToStages: stages }),
    ...(owningService !== undefined && { OwningService: owningService }),
    CreatedDate: new Date(secret.createdAt),
  }
}

/** A version with its value, as GetSecretValue shows it. */
export function shownValue({ ARN, Name }: SecretDocument, version: VersionDocument) {
  const { versionId, secretString, secretBinary, stages, createdAt } = version
  return {
    ARN,
    Name,
    VersionId: versionId,
    ...(secretString !== undefined && { SecretString: secretString }),
    ...(secretBinary !== undefined && { SecretBinary: Buffer.from(secretBinary, 'base64') }),
    VersionStages: stages,
    CreatedDate: new Date(createdAt),
  }
}
