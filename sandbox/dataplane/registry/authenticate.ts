import type { IncomingMessage } from 'node:http'
import type { Sandbox } from '../../operation.ts'
import { denialOf, type EcrCaller } from '../../services/ecr/access.ts'
import { readToken, tokenCaller, type TokenClaims } from '../../services/ecr/authorization-token.ts'
import { repositoryArn } from '../../services/ecr/repositories.ts'
import { ecr } from '../../services/ecr/store.ts'
import { RegistryError } from './registry-error.ts'

/** Who asks, by docker's Basic credentials: user AWS, and a token of GetAuthorizationToken as the password. */
export interface Visitor {
  claims: TokenClaims
  caller: EcrCaller
}

/** Throws 401 without credentials, 403 for a token that has expired. With signatures off, anybody is the default account. */
export function authenticate(sandbox: Sandbox, request: IncomingMessage): Visitor {
  const token = passwordOf(request.headers.authorization)
  const claims = token === undefined ? undefined : readToken(sandbox, token)
  if (!claims && sandbox.config.auth === 'off') return anybody(sandbox)
  const caller = claims && !claims.blob ? tokenCaller(sandbox, claims) : undefined
  if (!claims || !caller) throw notAuthorized(sandbox)
  if (claims.expiresAt <= sandbox.clock.now()) {
    const text = 'Your authorization token has expired. Reauthenticate and try again.'
    throw new RegistryError(403, 'DENIED', text)
  }
  return { claims, caller }
}

/** Throws DENIED, with AWS's sentence, unless the caller may do this to the repository. */
export function authorize(
  sandbox: Sandbox,
  { caller }: Visitor,
  action: string,
  place: { accountId: string; region: string; repositoryName: string },
): void {
  if (sandbox.config.auth === 'off') return
  const { repositories } = ecr(sandbox.store.scope(place.accountId, place.region))
  const denial = denialOf(caller, {
    action: `ecr:${action}`,
    resource: repositoryArn(place, place.repositoryName),
    policyText: repositories.get(place.repositoryName)?.policyText,
    now: sandbox.clock.now(),
  })
  if (denial !== undefined) throw new RegistryError(403, 'DENIED', denial)
}

/** Whether a download URL's token is good for this blob. */
export function mayDownload(
  sandbox: Sandbox,
  token: string | null,
  place: { accountId: string; region: string; repositoryName: string; reference: string },
): boolean {
  const claims = token === null ? undefined : readToken(sandbox, token)
  return (
    claims?.blob !== undefined &&
    claims.expiresAt > sandbox.clock.now() &&
    claims.accountId === place.accountId &&
    claims.region === place.region &&
    claims.blob.repositoryName === place.repositoryName &&
    claims.blob.digest === place.reference
  )
}

function passwordOf(authorization: string | undefined): string | undefined {
  const [, encoded] = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(authorization ?? '') ?? []
  if (encoded === undefined) return undefined
  const text = Buffer.from(encoded, 'base64').toString()
  return text.startsWith('AWS:') ? text.slice(4) : undefined
}

function anybody(sandbox: Sandbox): Visitor {
  const { defaultAccountId: accountId } = sandbox.config
  const claims = { accountId, region: 'us-east-1', expiresAt: Infinity }
  const caller = tokenCaller(sandbox, claims)
  if (!caller) throw notAuthorized(sandbox)
  return { claims, caller }
}

function notAuthorized({ config }: Sandbox): RegistryError {
  return new RegistryError(401, 'UNAUTHORIZED', 'Not Authorized', {
    'www-authenticate': `Basic realm="${config.endpoint}/",service="ecr.amazonaws.com"`,
  })
}
