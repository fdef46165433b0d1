import { conditionsHold, type ConditionContext } from './conditions.ts'
import { list, readPolicy, type Statement } from './document.ts'
import { matches, matchesAnyCase } from './wildcard.ts'

/** A policy as evaluation takes it; `arn` names it in the answer, inline policies have none. */
export interface Policy {
  text: string
  arn?: string
}

/** What decides over a caller's requests: each of these lists that is there must allow, none may deny. */
export interface Policies {
  identity: Policy[]
  boundary?: Policy[]
  session?: Policy[]
}

export interface AccessRequest {
  /** Such as `ecs:CreateCluster`. */
  action: string
  /** An ARN; `*` where an action acts on none. */
  resource: string
  context: ConditionContext
}

/** `because` is the end of AWS's AccessDenied sentence. */
export type Decision = { allowed: true } | { allowed: false; because: string }

const KINDS = [
  { list: 'identity', denied: 'an identity-based policy', missing: 'identity-based policy' },
  { list: 'boundary', denied: 'a permissions boundary', missing: 'permissions boundary' },
  { list: 'session', denied: 'a session policy', missing: 'session policy' },
] as const

/** Decides over a request: an explicit deny wins, then every list of policies must allow. */
export function evaluate(policies: Policies, request: AccessRequest): Decision {
  const lists = KINDS.filter(kind => policies[kind.list] !== undefined)
  for (const kind of lists) {
    const denying = policies[kind.list]?.find(policy => effects(policy, request).has('Deny'))
    if (denying) {
      const named = denying.arn === undefined ? '' : `: ${denying.arn}`
      return { allowed: false, because: `with an explicit deny in ${kind.denied}${named}` }
    }
  }
  const lacking = lists.find(
    kind => !policies[kind.list]?.some(policy => effects(policy, request).has('Allow')),
  )
  if (!lacking) return { allowed: true }
  return { allowed: false, because: `because no ${lacking.missing} allows the ${request.action} action` }
}

/** The effects of the statements that apply to a request. */
function effects(policy: Policy, request: AccessRequest): Set<string> {
  return new Set(
    readPolicy(policy.text)
      .Statement.filter(statement => applies(statement, request))
      .map(({ Effect }) => Effect),
  )
}

function applies(statement: Statement, { action, resource, context }: AccessRequest): boolean {
  const { Action, NotAction, Resource, NotResource, Condition } = statement
  const named = (Action ? list(Action) : list(NotAction)).some(pattern => matchesAnyCase(pattern, action))
  if (named !== (Action !== undefined)) return false
  const meant = (Resource ? list(Resource) : list(NotResource)).some(pattern =>
    matches(filled(pattern, context), resource),
  )
  return meant === (Resource !== undefined) && conditionsHold(Condition, context)
}

/** Replaces policy variables such as `${aws:username}`. */
function filled(pattern: string, context: ConditionContext): string {
  if (!pattern.includes('${')) return pattern
  return pattern.replace(/\$\{([^}]*)\}/g, (whole, name: string) => {
    if (name === '*' || name === '?' || name === '$') return name
    const value = context.get(name)
    return typeof value === 'string' ? value : whole
  })
}
