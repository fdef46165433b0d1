import type { DeleteSecretRequest, DeleteSecretResponse } from '@aws-sdk/client-secrets-manager'
import type { Operation } from '../../../operation.ts'
import { invalidParameter, invalidRequest, secretNotFound } from '../errors.ts'
import { deletionDate, findSecret, forgetDeleted, newArn, requestedSecret } from '../secrets.ts'
import { secrets } from '../store.ts'

const DAY = 24 * 60 * 60_000

/** Marks a secret for deletion at the end of its recovery window, or deletes it at once. */
export const deleteSecret: Operation<DeleteSecretRequest, DeleteSecretResponse> = (input, context) => {
  const { SecretId = '', ForceDeleteWithoutRecovery: atOnce = false, RecoveryWindowInDays: days } = input
  const { sandbox, scope } = context
  if (atOnce && days !== undefined) {
    throw invalidParameter(
      "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.",
    )
  }
  if (days !== undefined && (days < 7 || days > 30)) {
    throw invalidParameter('The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).')
  }
  forgetDeleted(sandbox, scope)
  const now = sandbox.clock.now()
  if (atOnce) {
    const secret = findSecret(scope, SecretId)
    // AWS deletes what is not there without a word, so that cleaning up twice is fine.
    if (!secret) {
      if (SecretId.startsWith('arn:')) throw secretNotFound()
      return { ARN: newArn(scope, SecretId), Name: SecretId, DeletionDate: new Date(now) }
    }
    refuseOwned(secret.owningService)
    secrets(scope).delete(secret.ARN)
    return { ARN: secret.ARN, Name: secret.Name, DeletionDate: new Date(now) }
  }
  const secret = requestedSecret(context, input)
  refuseOwned(secret.owningService)
  const due = sandbox.clock.time(scope.accountId) + (days ?? 30) * DAY
  secrets(scope).put(secret.ARN, { ...secret, deletion: { requestedAt: now, due } })
  return { ARN: secret.ARN, Name: secret.Name, DeletionDate: deletionDate(sandbox, scope, due) }
}

function refuseOwned(service: string | undefined): void {
  if (service === undefined) return
  throw invalidRequest(
    `You can't delete a secret that is managed by ${service}. Delete the resource that it belongs to.`,
  )
}
