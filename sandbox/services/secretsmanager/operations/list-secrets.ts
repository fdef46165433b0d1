import type { ListSecretsRequest, ListSecretsResponse } from '@aws-sdk/client-secrets-manager'
import type { Operation } from '../../../operation.ts'
import { invalidParameter } from '../errors.ts'
import { checkFilters, meets } from '../filters.ts'
import { page } from '../pages.ts'
import { forgetDeleted } from '../secrets.ts'
import { shownSecret } from '../shown-secret.ts'
import { type SecretDocument, secrets } from '../store.ts'

const ORDERS: Record<string, (secret: SecretDocument) => string | number> = {
  'created-date': ({ createdAt }) => createdAt,
  'last-accessed-date': ({ accessedAt = 0 }) => accessedAt,
  'last-changed-date': ({ changedAt }) => changedAt,
  name: ({ Name }) => Name,
}

/** The account's secrets, without their values; those marked for deletion only when they are asked for. */
export const listSecrets: Operation<ListSecretsRequest, ListSecretsResponse> = (
  input,
  { sandbox, scope },
) => {
  const { Filters, SortBy = 'created-date', SortOrder = 'desc', IncludePlannedDeletion = false } = input
  checkFilters(Filters)
  const key = Object.hasOwn(ORDERS, SortBy) ? ORDERS[SortBy] : undefined
  if (!key || !['asc', 'desc'].includes(SortOrder)) {
    throw invalidParameter(
      `Secrets are sorted by ${Object.keys(ORDERS).join(', ')}, asc or desc; got ${SortBy}, ${SortOrder}.`,
    )
  }
  forgetDeleted(sandbox, scope)
  const sign = SortOrder === 'asc' ? 1 : -1
  const compare = (a: string | number, b: string | number) => (a < b ? -sign : a > b ? sign : 0)
  const found = secrets(scope)
    .values()
    .filter(secret => (IncludePlannedDeletion || !secret.deletion) && meets(secret, scope.region, Filters))
    .sort((a, b) => compare(key(a), key(b)) || compare(a.ARN, b.ARN))
  const { items, NextToken } = page(found, input)
  return {
    SecretList: items.map(secret => {
      const { VersionIdsToStages, ...shown } = shownSecret(sandbox, scope, secret)
      return { ...shown, ...(VersionIdsToStages && { SecretVersionsToStages: VersionIdsToStages }) }
    }),
    ...(NextToken && { NextToken }),
  }
}
