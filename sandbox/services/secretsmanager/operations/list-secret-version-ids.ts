import type {
  ListSecretVersionIdsRequest,
  ListSecretVersionIdsResponse,
} from '@aws-sdk/client-secrets-manager'
import type { Operation } from '../../../operation.ts'
import { page } from '../pages.ts'
import { requestedSecret } from '../secrets.ts'

/** A secret's versions with their labels; those without any only when they are asked for. */
export const listSecretVersionIds: Operation<ListSecretVersionIdsRequest, ListSecretVersionIdsResponse> = (
  input,
  context,
) => {
  const { ARN, Name, versions } = requestedSecret(context, input, { orDeleted: true })
  const wanted = versions.filter(({ stages }) => input.IncludeDeprecated || stages.length > 0)
  const { items, NextToken } = page(wanted, input)
  return {
    ARN,
    Name,
    Versions: items.map(({ versionId, stages, createdAt, accessedAt, kmsKeyId }) => ({
      VersionId: versionId,
      ...(stages.length > 0 && { VersionStages: stages }),
      CreatedDate: new Date(createdAt),
      ...(accessedAt !== undefined && { LastAccessedDate: new Date(accessedAt) }),
      KmsKeyIds: [kmsKeyId],
    })),
    ...(NextToken && { NextToken }),
  }
}
