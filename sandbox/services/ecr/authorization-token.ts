import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Sandbox } from '../../operation.ts'
import { findCaller, policiesOf } from '../iam/caller.ts'
import { findRole } from '../iam/roles.ts'
import { iamState } from '../iam/store.ts'
import type { EcrCaller } from './access.ts'

/** Milliseconds that a token of GetAuthorizationToken is valid. */
export const TOKEN_VALID_MS = 12 * 3600 * 1000

/** What a token proves; it is signed, not stored. */
export interface TokenClaims {
  accountId: string
  region: string
  /** Milliseconds since the epoch. */
  expiresAt: number
  /** Whose permissions it carries: those of an access key's owner … */
  accessKeyId?: string
  /** … or, for a task, of its execution role. Neither: those of the account itself. */
  role?: { arn: string; session: string }
  /** Good for this blob of this repository only, as a download URL is. */
  blob?: { repositoryName: string; digest: string }
}

const keys = new WeakMap<Sandbox, Buffer>()

/** A password for docker, or the proof in a download URL. */
export function signToken(sandbox: Sandbox, claims: TokenClaims): string {
  const payload = Buffer.from(JSON.stringify(claims)).toString('base64url')
  return `${payload}.${signature(sandbox, payload).toString('base64url')}`
}

/** The claims of a token that this practice account signed, expired or not; undefined for any other text. */
export function readToken(sandbox: Sandbox, token: string): TokenClaims | undefined {
  const [payload = '', signed = '', ...rest] = token.split('.')
  const given = Buffer.from(signed, 'base64url')
  const expected = signature(sandbox, payload)
  if (rest.length > 0 || given.length !== expected.length || !timingSafeEqual(given, expected))
    return undefined
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as TokenClaims
}

/** Who a token stands for, with the permissions of this moment; undefined when the key or the role is gone. */
export function tokenCaller(sandbox: Sandbox, claims: TokenClaims): EcrCaller | undefined {
  const { accountId, accessKeyId, role } = claims
  if (role) return roleCaller(sandbox, role)
  const caller = accessKeyId === undefined ? undefined : findCaller(sandbox.store, accessKeyId)
  if (caller) return caller
  if (accessKeyId !== undefined && sandbox.config.auth === 'on') return undefined
  const arn = `arn:aws:iam::${accountId}:root`
  const all = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'
  return {
    principal: { accountId, arn, userId: accountId, accessKeyId: accessKeyId ?? '' },
    identity: { Path: '/', Arn: arn, createdAt: 0, inlinePolicies: {}, attachedPolicies: [], tags: [] },
    policies: { identity: [{ text: all }] },
  }
}

/** A task's execution role, as one of its sessions; undefined when there is no such role. */
export function roleCaller(
  sandbox: Sandbox,
  { arn, session }: NonNullable<TokenClaims['role']>,
): EcrCaller | undefined {
  const role = findRole(sandbox.store, arn)
  if (!role) return undefined
  const accountId = arn.split(':')[4] ?? ''
  return {
    principal: {
      accountId,
      arn: `arn:aws:sts::${accountId}:assumed-role/${role.RoleName}/${session}`,
      userId: `${role.RoleId}:${session}`,
      accessKeyId: '',
    },
    identity: role,
    policies: policiesOf(iamState(sandbox.store, accountId), role),
  }
}

function signature(sandbox: Sandbox, payload: string): Buffer {
  return createHmac('sha256', signingKey(sandbox)).update(payload).digest()
}

/** Kept on disk, so that docker stays logged in across restarts. */
function signingKey(sandbox: Sandbox): Buffer {
  let key = keys.get(sandbox)
  if (!key) keys.set(sandbox, (key = readKey(path.join(sandbox.config.dataDir, 'registry', 'token-key'))))
  return key
}

function readKey(file: string): Buffer {
  if (!existsSync(file)) {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
    writeFileSync(`${file}.new`, randomBytes(32), { mode: 0o600 })
    renameSync(`${file}.new`, file)
  }
  return readFileSync(file)
}
