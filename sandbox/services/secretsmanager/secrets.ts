import { randomInt } from 'node:crypto'
import { arn } from '../../ids.ts'
import type { OperationContext, Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { markedForDeletion, secretNotFound } from './errors.ts'
import { type SecretDocument, secrets } from './store.ts'

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const DAY = 24 * 60 * 60_000

/** The ARN of a new secret: AWS adds six characters, so that a secret made again under its name is another one. */
export function newArn(scope: Scope, name: string): string {
  const suffix = Array.from({ length: 6 }, () => LETTERS[randomInt(LETTERS.length)]).join('')
  return arn(scope, 'secretsmanager', `secret:${name}-${suffix}`)
}

/** The ARN against which policies are asked about a secret that is not there. */
export function possibleArn(scope: Scope, nameOrArn: string): string {
  return nameOrArn.startsWith('arn:') ? nameOrArn : arn(scope, 'secretsmanager', `secret:${nameOrArn}-??????`)
}

/** The secret of a name, an ARN, or an ARN without the six characters at its end. */
export function findSecret(scope: Scope, secretId: string): SecretDocument | undefined {
  const byArn = secrets(scope).get(secretId)
  if (byArn) return byArn
  const prefix = arn(scope, 'secretsmanager', 'secret:')
  const name = secretId.startsWith('arn:')
    ? secretId.startsWith(prefix) && secretId.slice(prefix.length)
    : secretId
  if (name === false) return undefined
  return secrets(scope)
    .values()
    .find(({ Name }) => Name === name)
}

/** The secret that a request names. Throws ResourceNotFoundException; InvalidRequestException for one that is marked for deletion. */
export function requestedSecret(
  { scope, sandbox }: OperationContext,
  { SecretId = '' }: { SecretId?: string | undefined },
  { orDeleted = false } = {},
): SecretDocument {
  forgetDeleted(sandbox, scope)
  const secret = findSecret(scope, SecretId)
  if (!secret) throw secretNotFound()
  if (secret.deletion && !orDeleted) throw markedForDeletion()
  return secret
}

/** Removes the secrets whose recovery window has ended. */
export function forgetDeleted({ clock }: Sandbox, scope: Scope): void {
  const now = clock.time(scope.accountId)
  for (const { ARN, deletion } of secrets(scope).values()) {
    if (deletion && deletion.due <= now) secrets(scope).delete(ARN)
  }
}

/** When a deleted secret is gone, on the wall clock. */
export function deletionDate({ clock }: Sandbox, scope: Scope, due: number): Date {
  const left = (due - clock.time(scope.accountId)) / clock.scale(scope.accountId)
  return new Date(clock.now() + Math.max(0, left))
}

/** AWS tells the day on which a value was last read, not the moment. */
export function dayOf(now: number): number {
  return now - (now % DAY)
}
