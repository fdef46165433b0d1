import type { Credentials } from '@aws-sdk/client-sts'
import { randomBytes } from 'node:crypto'
import { newAccessKeyId, newSecretAccessKey } from '../iam/access-key-id.ts'
import type { IamState, Session } from '../iam/store.ts'

/** What a session is for: the rest is made here. */
export type SessionOwner = Pick<Session, 'arn' | 'userId' | 'roleName' | 'userName' | 'sessionPolicies'>

/** Makes temporary credentials, and forgets those of the account that have long expired. */
export function openSession(state: IamState, owner: SessionOwner, now: number, seconds: number): Credentials {
  for (const session of state.sessions.values()) {
    if (session.expiresAt < now - KEPT_AFTER_EXPIRY) state.sessions.delete(session.AccessKeyId)
  }
  const session: Session = {
    ...owner,
    AccessKeyId: newAccessKeyId('ASIA', state.scope.accountId),
    SecretAccessKey: newSecretAccessKey(),
    SessionToken: randomBytes(180).toString('base64'),
    expiresAt: now + seconds * 1000,
  }
  state.sessions.put(session.AccessKeyId, session)
  const { AccessKeyId, SecretAccessKey, SessionToken, expiresAt } = session
  // AWS's expiry has no milliseconds.
  return {
    AccessKeyId,
    SecretAccessKey,
    SessionToken,
    Expiration: new Date(Math.floor(expiresAt / 1000) * 1000),
  }
}

/** Whoever still uses an expired key is told that it has expired, not that it is unknown. */
const KEPT_AFTER_EXPIRY = 24 * 3600 * 1000
