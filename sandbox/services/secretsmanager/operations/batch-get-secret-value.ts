import type {
  APIErrorType,
  BatchGetSecretValueRequest,
  BatchGetSecretValueResponse,
} from '@aws-sdk/client-secrets-manager'
import type { Operation, OperationContext } from '../../../operation.ts'
import { denialOf } from '../access.ts'
import { invalidParameter, markedForDeletion, secretNotFound } from '../errors.ts'
import { checkFilters, meets } from '../filters.ts'
import { noteAccess } from '../note-access.ts'
import { page } from '../pages.ts'
import { findSecret, forgetDeleted } from '../secrets.ts'
import { shownValue } from '../shown-secret.ts'
import { type SecretDocument, secrets } from '../store.ts'
import { versionOf } from '../versions.ts'

const MOST = 20

/** The current values of up to twenty secrets, named or found by filters; each that cannot be read is an error of its own. */
export const batchGetSecretValue: Operation<BatchGetSecretValueRequest, BatchGetSecretValueResponse> = (
  input,
  context,
) => {
  const { SecretIdList: ids, Filters } = input
  const { sandbox, scope } = context
  if ((ids === undefined) === (Filters === undefined)) {
    throw invalidParameter('You must provide either SecretIdList or Filters, and not both.')
  }
  if (ids && (ids.length === 0 || ids.length > MOST)) {
    throw invalidParameter(`SecretIdList has 1 to ${MOST} entries; got ${ids.length}.`)
  }
  if (ids && input.MaxResults !== undefined) {
    throw invalidParameter("You can't use MaxResults together with SecretIdList.")
  }
  checkFilters(Filters)
  forgetDeleted(sandbox, scope)
  const found = ids
    ? { items: ids.map(id => ({ id, secret: findSecret(scope, id) })) }
    : page(
        secrets(scope)
          .values()
          .filter(secret => !secret.deletion && meets(secret, scope.region, Filters))
          .sort((a, b) => (a.Name < b.Name ? -1 : 1))
          .map(secret => ({ id: secret.ARN, secret })),
        input,
        MOST,
      )
  const Errors: APIErrorType[] = []
  const SecretValues = found.items.flatMap(({ id, secret }) => {
    try {
      return [valueOf(context, secret)]
    } catch (error) {
      if (!(error instanceof Error)) throw error
      Errors.push({ SecretId: id, ErrorCode: error.name, Message: error.message })
      return []
    }
  })
  return { SecretValues, Errors, ...('NextToken' in found && { NextToken: found.NextToken }) }
}

function valueOf(context: OperationContext, secret: SecretDocument | undefined) {
  if (!secret) throw secretNotFound()
  const denial = denialOf(context, 'secretsmanager:GetSecretValue', secret)
  if (denial) throw denial
  if (secret.deletion) throw markedForDeletion()
  const version = versionOf(secret, {})
  noteAccess(context, secret, version)
  return shownValue(secret, version)
}
