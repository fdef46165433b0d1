import { randomUUID } from 'node:crypto'
import type { Tag } from '@aws-sdk/client-secrets-manager'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { newArn } from './secrets.ts'
import { type SecretDocument, secrets } from './store.ts'
import { withVersion } from './versions.ts'

/** Makes or changes a secret that a service keeps for the account, such as `rds!db-…`; answers its ARN. */
export function putManagedSecret(
  sandbox: Sandbox,
  scope: Scope,
  {
    arn,
    ...secret
  }: {
    /** Of the secret that gets a new value; none makes one. */
    arn?: string | undefined
    name: string
    owningService: string
    description: string
    tags: Tag[]
    value: object
    kmsKeyId?: string | undefined
  },
): string {
  const now = sandbox.clock.now()
  const document: SecretDocument = secrets(scope).get(arn ?? '') ?? {
    ARN: newArn(scope, secret.name),
    Name: secret.name,
    Description: secret.description,
    ...(secret.kmsKeyId !== undefined && { KmsKeyId: secret.kmsKeyId }),
    owningService: secret.owningService,
    tags: secret.tags,
    versions: [],
    createdAt: now,
    changedAt: now,
  }
  const value = { SecretString: JSON.stringify(secret.value) }
  secrets(scope).put(document.ARN, withVersion(sandbox, document, randomUUID(), value))
  return document.ARN
}

/** Removes a service's secret at once, as the service does with what it kept it for. */
export function deleteManagedSecret(scope: Scope, arn: string): void {
  secrets(scope).delete(arn)
}
