import type { Caller } from '../iam/caller.ts'
import { conditionsHold, type ConditionContext } from '../iam/policy/conditions.ts'
import { list, readPolicy, type Statement } from '../iam/policy/document.ts'
import { evaluate } from '../iam/policy/evaluate.ts'
import { matchesAnyCase } from '../iam/policy/wildcard.ts'

/** Whom a decision is about. */
export type EcrCaller = Pick<Caller, 'principal' | 'identity' | 'policies'>

/** What is asked: an action such as `ecr:PutImage` on a repository's ARN. */
export interface EcrAccess {
  action: string
  /** `*` for what acts on no repository. */
  resource: string
  /** The repository's own policy. */
  policyText: string | undefined
  /** Milliseconds since the epoch. */
  now: number
}

/**
 * Why a caller may not act on a repository, in AWS's words; undefined when it may. Within an account its own policies or the
 * repository's suffice; across accounts both must allow.
 */
export function denialOf(caller: EcrCaller, access: EcrAccess): string | undefined {
  const denial = repositoryDenial(caller, access)
  if (denial !== undefined) return denial
  const context = contextOf(caller, access)
  const own = evaluate(caller.policies, { ...access, context })
  if (own.allowed) return undefined
  const suffices =
    isOwn(caller, access) &&
    effectsOf(caller, access).has('Allow') &&
    /no identity-based policy/.test(own.because)
  return suffices ? undefined : sentence(caller, access, own.because)
}

/** The repository policy's part in it: what it denies, and what it does not allow another account. */
export function repositoryDenial(caller: EcrCaller, access: EcrAccess): string | undefined {
  const effects = effectsOf(caller, access)
  if (effects.has('Deny')) return sentence(caller, access, 'with an explicit deny in a resource-based policy')
  if (isOwn(caller, access) || effects.has('Allow')) return undefined
  return sentence(caller, access, `because no resource-based policy allows the ${access.action} action`)
}

function sentence({ principal }: EcrCaller, { action, resource }: EcrAccess, because: string): string {
  return `User: ${principal.arn} is not authorized to perform: ${action} on resource: ${resource} ${because}`
}

function isOwn({ principal }: EcrCaller, { resource }: EcrAccess): boolean {
  return resource === '*' || resource.split(':')[4] === principal.accountId
}

function effectsOf(caller: EcrCaller, access: EcrAccess): Set<string> {
  const { action, policyText } = access
  if (policyText === undefined) return new Set()
  const context = contextOf(caller, access)
  return new Set(
    readPolicy(policyText)
      .Statement.filter(({ Action, NotAction }) => {
        const named = list(Action ?? NotAction).some(pattern => matchesAnyCase(pattern, action))
        return named === (Action !== undefined)
      })
      .filter(statement => names(statement, caller) && conditionsHold(statement.Condition, context))
      .map(({ Effect }) => Effect),
  )
}

function names({ Principal, NotPrincipal }: Statement, { principal, identity }: EcrCaller): boolean {
  const given = Principal ?? NotPrincipal
  const wanted = given === undefined ? [] : given === '*' ? ['*'] : list(given['AWS'])
  const own = [
    '*',
    principal.arn,
    identity.Arn,
    principal.accountId,
    `arn:aws:iam::${principal.accountId}:root`,
  ]
  return wanted.some(name => own.includes(name)) === (Principal !== undefined)
}

function contextOf({ principal, identity }: EcrCaller, { resource, now }: EcrAccess): ConditionContext {
  return new Map<string, string | string[]>([
    ['aws:RequestedRegion', resource.split(':')[3] ?? ''],
    ['aws:PrincipalArn', identity.Arn],
    ['aws:PrincipalAccount', principal.accountId],
    ['aws:userid', principal.userId],
    ['aws:CurrentTime', new Date(now).toISOString()],
    ['aws:EpochTime', String(Math.floor(now / 1000))],
    ['aws:SourceIp', '127.0.0.1'],
    ['aws:SecureTransport', 'true'],
    ...identity.tags.map(({ Key, Value }): [string, string] => [`aws:PrincipalTag/${Key}`, Value]),
  ])
}
