import { randomUUID } from 'node:crypto'
import type { Sandbox } from '../../operation.ts'
import { alreadyExists, invalidParameter, invalidRequest, valueNotFound } from './errors.ts'
import type { SecretDocument, VersionDocument } from './store.ts'

export const CURRENT = 'AWSCURRENT'
export const PREVIOUS = 'AWSPREVIOUS'
export const PENDING = 'AWSPENDING'
const DEFAULT_KEY = 'DefaultEncryptionKey'
const MOST_BYTES = 65_536
const MOST_VERSIONS = 100

/** A value as requests bring it. */
export interface ValueInput {
  SecretString?: string | undefined
  SecretBinary?: Uint8Array | undefined
}

/** Throws InvalidParameterException for a value that is both kinds, empty or too long. */
export function checkValue({ SecretString, SecretBinary }: ValueInput): void {
  if (SecretString !== undefined && SecretBinary !== undefined) {
    throw invalidParameter(
      "You can't specify both a binary secret value and a string secret value in the same secret.",
    )
  }
  const length = SecretString === undefined ? SecretBinary?.length : Buffer.byteLength(SecretString)
  if (length === undefined) return
  if (SecretBinary && length === 0) throw invalidParameter('SecretBinary must not be empty.')
  if (length > MOST_BYTES) {
    throw invalidParameter(
      `The secret value is too long: it has ${length} bytes; at most ${MOST_BYTES} are allowed.`,
    )
  }
}

/** The version id that a request chooses, or a new one. Throws InvalidParameterException. */
export function versionIdOf(token: string | undefined): string {
  if (token === undefined) return randomUUID()
  if (token.length < 32 || token.length > 64) {
    throw invalidParameter('ClientRequestToken must be 32-64 characters long.')
  }
  return token
}

/**
 * The secret with a version of this value that carries the labels. The same token with the same value again changes nothing; with
 * another value it throws ResourceExistsException.
 */
export function withVersion(
  { clock }: Sandbox,
  secret: SecretDocument,
  versionId: string,
  value: ValueInput,
  stages: string[] = [CURRENT],
): SecretDocument {
  const same = secret.versions.find(version => version.versionId === versionId)
  if (same) {
    if (isSame(same, value)) return secret
    throw alreadyExists(
      `You can't use ClientRequestToken ${versionId} because that value is already in use for a version of secret ${secret.ARN}.`,
    )
  }
  const { SecretString, SecretBinary } = value
  const now = clock.now()
  const version: VersionDocument = {
    versionId,
    ...(SecretString !== undefined && { secretString: SecretString }),
    ...(SecretBinary && { secretBinary: Buffer.from(SecretBinary).toString('base64') }),
    stages: [],
    createdAt: now,
    kmsKeyId: secret.KmsKeyId ?? DEFAULT_KEY,
  }
  let changed = { ...secret, versions: [...secret.versions, version], changedAt: now }
  // A secret's first version is its current one, whatever labels it is given.
  const labels = secret.versions.length === 0 ? [...new Set([...stages, CURRENT])] : stages
  for (const label of labels) changed = withStage(changed, label, versionId)
  return { ...changed, versions: kept(changed.versions) }
}

/** The secret with the label on this version alone; AWSPREVIOUS follows AWSCURRENT. */
export function withStage(secret: SecretDocument, label: string, versionId: string): SecretDocument {
  const before = secret.versions.find(({ stages }) => stages.includes(label))
  if (before?.versionId === versionId) return secret
  const moved = secret.versions.map(version => {
    const stages = version.stages.filter(stage => stage !== label)
    return { ...version, stages: version.versionId === versionId ? [...stages, label] : stages }
  })
  const changed = { ...secret, versions: moved }
  return label === CURRENT && before ? withStage(changed, PREVIOUS, before.versionId) : changed
}

/** The version that a request means. Throws ResourceNotFoundException or InvalidRequestException. */
export function versionOf(
  secret: SecretDocument,
  { versionId, versionStage }: { versionId?: string | undefined; versionStage?: string | undefined },
): VersionDocument {
  if (versionId !== undefined) {
    const found = secret.versions.find(version => version.versionId === versionId)
    if (!found) throw valueNotFound(`VersionId: ${versionId}`)
    if (versionStage !== undefined && !found.stages.includes(versionStage)) {
      throw invalidRequest('You provided a VersionStage that is not associated to the provided VersionId.')
    }
    return found
  }
  const label = versionStage ?? CURRENT
  const found = secret.versions.find(({ stages }) => stages.includes(label))
  if (!found) throw valueNotFound(`staging label: ${label}`)
  return found
}

/** Labels by version, of those that have any. */
export function stagesByVersion({ versions }: SecretDocument): Record<string, string[]> {
  return Object.fromEntries(
    versions.filter(({ stages }) => stages.length > 0).map(({ versionId, stages }) => [versionId, stages]),
  )
}

function isSame(version: VersionDocument, { SecretString, SecretBinary }: ValueInput): boolean {
  const binary = SecretBinary && Buffer.from(SecretBinary).toString('base64')
  return version.secretString === SecretString && version.secretBinary === binary
}

/** AWS forgets the oldest deprecated versions when there are more than a hundred. */
function kept(versions: VersionDocument[]): VersionDocument[] {
  const deprecated = versions.filter(({ stages }) => stages.length === 0)
  const forgotten = new Set(deprecated.slice(0, Math.max(0, versions.length - MOST_VERSIONS)))
  return versions.filter(version => !forgotten.has(version))
}
