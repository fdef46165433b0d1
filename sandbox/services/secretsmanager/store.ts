import type { Tag } from '@aws-sdk/client-secrets-manager'
import type { Collection, Scope } from '../../store/store.ts'

export interface VersionDocument {
  versionId: string
  secretString?: string
  /** Base64. */
  secretBinary?: string
  /** Staging labels such as AWSCURRENT; a version without one is deprecated. */
  stages: string[]
  /** Milliseconds since the epoch. */
  createdAt: number
  accessedAt?: number
  kmsKeyId: string
}

export interface SecretDocument {
  ARN: string
  Name: string
  Description?: string
  KmsKeyId?: string
  /** Such as `rds`, of secrets that a service keeps for the account. */
  owningService?: string
  resourcePolicy?: string
  tags: Tag[]
  /** Oldest first. */
  versions: VersionDocument[]
  /** Milliseconds since the epoch. */
  createdAt: number
  changedAt: number
  accessedAt?: number
  deletion?: {
    /** Milliseconds since the epoch: when the deletion was asked for. */
    requestedAt: number
    /** On the account's own time: when the secret is gone for good. */
    due: number
  }
}

/** The secrets of one account and region, by ARN. The state file that holds them is readable by its owner alone. */
export function secrets(scope: Scope): Collection<SecretDocument> {
  return scope.collection('secretsmanager:secret')
}
