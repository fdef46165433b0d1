import type { OperationContext } from '../../operation.ts'
import { dayOf } from './secrets.ts'
import { type SecretDocument, secrets, type VersionDocument } from './store.ts'

/** Remembers the day on which a value was read; a second time on the same day writes nothing. */
export function noteAccess(
  { sandbox, scope }: OperationContext,
  secret: SecretDocument,
  read: VersionDocument,
): void {
  const accessedAt = dayOf(sandbox.clock.now())
  if (secret.accessedAt === accessedAt && read.accessedAt === accessedAt) return
  const versions = secret.versions.map(version =>
    version.versionId === read.versionId ? { ...version, accessedAt } : version,
  )
  secrets(scope).put(secret.ARN, { ...secret, accessedAt, versions })
}
