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

function normalized(document: { Version?: string; Statement: OneOrMany<Statement> }): PolicyDocument {
  return { ...document, Statement: list(document.Statement) }
}

/** AWS takes one value where it takes a list of them. */
export function list<T>(value: OneOrMany<T> | undefined): T[] {
  if (value === undefined) return []
  return Array.isArray(value) ? value : [value]
}

/** Whether a value read from JSON is an object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
