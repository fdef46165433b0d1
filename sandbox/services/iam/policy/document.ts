type OneOrMany<T> = T | T[]

/** Values of condition keys by operator: `{ StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } }`. */
export type ConditionBlock = Record<string, Record<string, OneOrMany<string | number | boolean>>>

export interface Statement {
  Sid?: string
  Effect: 'Allow' | 'Deny'
  Action?: OneOrMany<string>
  NotAction?: OneOrMany<string>
  Resource?: OneOrMany<string>
  NotResource?: OneOrMany<string>
  Principal?: '*' | Record<string, OneOrMany<string>>
  NotPrincipal?: '*' | Record<string, OneOrMany<string>>
  Condition?: ConditionBlock
}

export interface PolicyDocument {
  Version?: string
  Statement: Statement[]
}

/** What kind of policy a text is to be: a trust policy names principals, an identity policy resources. */
export type PolicyKind = 'identity' | 'trust'

const parsed = new Map<string, PolicyDocument>()
const MOST_PARSED = 500

/** The document of a text that was checked when it was stored. */
export function readPolicy(text: string): PolicyDocument {
  let document = parsed.get(text)
  if (!document) {
    if (parsed.size >= MOST_PARSED) parsed.clear()
    parsed.set(text, (document = normalized(JSON.parse(text) as { Statement: OneOrMany<Statement> })))
  }
  return document
}

/** What is wrong with a policy text, in the words AWS has for it; undefined when it is right. */
export function policyFault(text: string, kind: PolicyKind): string | undefined {
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch {
    return kind === 'trust' ? 'This policy contains invalid Json' : 'Syntax errors in policy.'
  }
  if (!isObject(document) || !('Statement' in document)) return 'Syntax errors in policy.'
  const { Version, Statement } = document
  if (Version !== undefined && Version !== '2012-10-17' && Version !== '2008-10-17')
    return 'Syntax errors in policy.'
  const statements = list(Statement)
  if (statements.length === 0) return 'Syntax errors in policy.'
  return statements.map(statement => statementFault(statement, kind)).find(fault => fault !== undefined)
}

function statementFault(statement: unknown, kind: PolicyKind): string | undefined {
  if (!isObject(statement)) return 'Syntax errors in policy.'
  const { Effect, Action, NotAction, Resource, NotResource, Principal, NotPrincipal, Condition } = statement
  if (Effect !== 'Allow' && Effect !== 'Deny') return 'Syntax errors in policy.'
  if ((Action === undefined) === (NotAction === undefined)) {
    return kind === 'trust' ? 'Missing required field Action' : 'Policy statement must contain actions.'
  }
  const actions = list(Action ?? NotAction)
  const vendorless = actions.find(
    action => typeof action !== 'string' || (action !== '*' && !/^[\w-]+:/.test(action)),
  )
  if (vendorless !== undefined)
    return 'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.'
  if (kind === 'trust') {
    if (Resource !== undefined || NotResource !== undefined) return 'Has prohibited field Resource'
    if (Principal === undefined && NotPrincipal === undefined) return 'Missing required field Principal'
  } else {
    if (Principal !== undefined || NotPrincipal !== undefined)
      return 'Policy document should not specify a principal.'
    if ((Resource === undefined) === (NotResource === undefined))
      return 'Policy statement must contain resources.'
    const resource = list(Resource ?? NotResource).find(
      name => typeof name !== 'string' || !/^(\*|arn:.*)$/.test(name),
    )
    if (resource !== undefined) return `Resource ${JSON.stringify(resource)} must be in ARN format or "*".`
  }
  return Condition === undefined || isObject(Condition) ? undefined : 'Syntax errors in policy.'
}

function normalized(document: { Version?: string; Statement: OneOrMany<Statement> }): PolicyDocument {
  return { ...document, Statement: list(document.Statement) }
}

/** AWS takes one value where it takes a list of them. */
export function list<T>(value: OneOrMany<T> | undefined): T[] {
  if (value === undefined) return []
  return Array.isArray(value) ? value : [value]
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
