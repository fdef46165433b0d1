import type { ParameterTier, ParameterType, Tag } from '@aws-sdk/client-ssm'
import type { Collection, Scope } from '../../store/store.ts'

export interface VersionDocument {
  version: number
  type: ParameterType
  value: string
  /** Of a SecureString. */
  keyId?: string
  description?: string
  allowedPattern?: string
  dataType: string
  tier: ParameterTier
  labels: string[]
  /** Milliseconds since the epoch. */
  modifiedAt: number
  /** ARN of who wrote it. */
  modifiedBy: string
}

export interface ParameterDocument {
  name: string
  /** Oldest first; the last one is in force. */
  versions: [VersionDocument, ...VersionDocument[]]
  tags: Tag[]
}

/** The parameters of one account and region, by name. The state file that holds them is readable by its owner alone. */
export function parameters(scope: Scope): Collection<ParameterDocument> {
  return scope.collection('ssm:parameter')
}

/** The version in force. */
export function latest({ versions }: ParameterDocument): VersionDocument {
  return versions.at(-1) ?? versions[0]
}
