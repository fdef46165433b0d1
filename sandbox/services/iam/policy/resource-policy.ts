import type { Caller } from '../caller.ts'
import { conditionsHold } from './conditions.ts'
import { list, readPolicy, type Statement } from './document.ts'
import { type AccessRequest, type Decision, evaluate } from './evaluate.ts'
import { matches, matchesAnyCase } from './wildcard.ts'

/** Whom a decision is about. */
export type PolicyCaller = Pick<Caller, 'principal' | 'identity' | 'policies'>

/**
 * Decides over a request to a resource of the caller's own account that has a policy of its own: an explicit deny in either wins,
 * an Allow in either suffices. What boundaries and session policies lack, the resource's policy does not give.
 */
export function evaluateWithResourcePolicy(
  caller: PolicyCaller,
  request: AccessRequest,
  policyText: string | undefined,
): Decision {
  const own = evaluate(caller.policies, request)
  if (policyText === undefined) return own
  const effects = resourcePolicyEffects(caller, request, policyText)
  if (effects.has('Deny') && (own.allowed || !own.because.includes('explicit deny'))) {
    return { allowed: false, because: 'with an explicit deny in a resource-based policy' }
  }
  if (own.allowed || !effects.has('Allow') || !own.because.includes('no identity-based policy')) return own
  const { identity: _none, ...limits } = caller.policies
  return evaluate({ ...limits, identity: [{ text: ALLOW_ALL }] }, request)
}

const ALLOW_ALL = JSON.stringify({ Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] })

/** The effects of the statements of a resource's policy that apply to a request by this caller. */
export function resourcePolicyEffects(
  caller: PolicyCaller,
  { action, resource, context }: AccessRequest,
  policyText: string,
): Set<'Allow' | 'Deny'> {
  const applies = ({ Action, NotAction, Resource, NotResource, Condition, ...principals }: Statement) => {
    const named = list(Action ?? NotAction).some(pattern => matchesAnyCase(pattern, action))
    if (named !== (Action !== undefined) || !namesPrincipal(principals, caller)) return false
    const about = Resource ?? NotResource
    if (about !== undefined) {
      const meant = list(about).some(pattern => matches(pattern, resource))
      if (meant !== (Resource !== undefined)) return false
    }
    return conditionsHold(Condition, context)
  }
  return new Set(
    readPolicy(policyText)
      .Statement.filter(applies)
      .map(({ Effect }) => Effect),
  )
}

function namesPrincipal(
  { Principal, NotPrincipal }: Pick<Statement, 'Principal' | 'NotPrincipal'>,
  { principal, identity }: PolicyCaller,
): boolean {
  const given = Principal ?? NotPrincipal
  const wanted = given === undefined ? [] : given === '*' ? ['*'] : list(given['AWS'])
  const { accountId, arn } = principal
  const own = ['*', arn, identity.Arn, accountId, `arn:aws:iam::${accountId}:root`]
  return wanted.some(name => own.includes(name)) === (Principal !== undefined)
}
