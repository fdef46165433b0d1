import type {
  UpdateSecretVersionStageRequest,
  UpdateSecretVersionStageResponse,
} from '@aws-sdk/client-secrets-manager'
import type { Operation } from '../../../operation.ts'
import { invalidParameter, valueNotFound } from '../errors.ts'
import { requestedSecret } from '../secrets.ts'
import { type SecretDocument, secrets } from '../store.ts'
import { CURRENT, withStage } from '../versions.ts'

/** Moves a staging label from one version to another, or takes it away. */
export const updateSecretVersionStage: Operation<
  UpdateSecretVersionStageRequest,
  UpdateSecretVersionStageResponse
> = (input, context) => {
  const { VersionStage = '', RemoveFromVersionId: from, MoveToVersionId: to } = input
  const secret = requestedSecret(context, input)
  for (const id of [from, to]) {
    if (id !== undefined && !secret.versions.some(({ versionId }) => versionId === id)) {
      throw valueNotFound(`VersionId: ${id}`)
    }
  }
  if (from === undefined && to === undefined) {
    throw invalidParameter('You must provide RemoveFromVersionId, MoveToVersionId, or both.')
  }
  const holder = secret.versions.find(({ stages }) => stages.includes(VersionStage))
  if (holder && holder.versionId !== to && from !== holder.versionId) {
    throw invalidParameter(
      from === undefined
        ? `The parameter RemoveFromVersionId can't be empty. Staging label ${VersionStage} is currently attached to version ${holder.versionId}, so you must explicitly reference that version in RemoveFromVersionId.`
        : `Staging label ${VersionStage} is currently attached to version ${holder.versionId}, not to version ${from} that RemoveFromVersionId names.`,
    )
  }
  if (!holder && from !== undefined) {
    throw invalidParameter(`Staging label ${VersionStage} is not attached to version ${from}.`)
  }
  if (to === undefined && VersionStage === CURRENT) {
    throw invalidParameter(
      "You can only move staging label AWSCURRENT to a different secret version. It can't be completely removed.",
    )
  }
  const moved = to === undefined ? withoutStage(secret, VersionStage) : withStage(secret, VersionStage, to)
  secrets(context.scope).put(secret.ARN, { ...moved, changedAt: context.sandbox.clock.now() })
  return { ARN: secret.ARN, Name: secret.Name }
}

function withoutStage(secret: SecretDocument, label: string): SecretDocument {
  const versions = secret.versions.map(version => ({
    ...version,
    stages: version.stages.filter(stage => stage !== label),
  }))
  return { ...secret, versions }
}
