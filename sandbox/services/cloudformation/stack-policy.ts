import { validationError } from './errors.ts'
import { isRecord } from './template/check-shape.ts'
import { wildcard } from '../../wildcard.ts'

/** What an update does to a resource, in the words of stack policies. */
export type PolicyAction = 'Update:Modify' | 'Update:Replace' | 'Update:Delete'

interface Statement {
  Effect: 'Allow' | 'Deny'
  Action?: unknown
  NotAction?: unknown
  Resource?: unknown
  NotResource?: unknown
  Condition?: Record<string, Record<string, unknown>>
}

const LONGEST = 16_384

/** Throws ValidationError for a text that is no stack policy. */
export function checkStackPolicy(text: string): void {
  if (Buffer.byteLength(text) > LONGEST) {
    throw validationError(
      `1 validation error detected: Value at 'stackPolicyBody' failed to satisfy constraint: Member must have length less than or equal to ${LONGEST}`,
    )
  }
  statementsOf(text)
}

/** Why a policy forbids an action on a resource; undefined where it allows it. What no statement allows is forbidden. */
export function policyDenial(
  policy: string,
  action: PolicyAction,
  { logicalId, type }: { logicalId: string; type: string },
): string | undefined {
  const statements = statementsOf(policy).map((statement, index) => ({ statement, number: index + 1 }))
  const matching = statements.filter(({ statement }) => concerns(statement, action, logicalId, type))
  const what = `[${action}] for resource [LogicalResourceId/${logicalId}]`
  const denied = matching.find(({ statement }) => statement.Effect === 'Deny')
  if (denied) return `Action denied by stack policy: Statement [#${denied.number}] denies ${what}`
  if (matching.length > 0) return undefined
  return `Action denied by stack policy: No statement allows ${what}`
}

function statementsOf(text: string): Statement[] {
  const invalid = (why: string) =>
    validationError(`Error validating stack policy: Invalid stack policy: ${why}`)
  let policy: unknown
  try {
    policy = JSON.parse(text)
  } catch {
    throw validationError('Error validating stack policy: Invalid stack policy')
  }
  const statements: unknown = isRecord(policy) ? policy['Statement'] : undefined
  const list = Array.isArray(statements)
    ? (statements as unknown[])
    : isRecord(statements)
      ? [statements]
      : []
  if (list.length === 0) throw invalid('it needs a Statement')
  return list.map(one => {
    if (!isRecord(one)) throw invalid('each Statement must be an object')
    const { Effect, Principal, Action, NotAction, Resource, NotResource, Condition = {} } = one
    if (Effect !== 'Allow' && Effect !== 'Deny') throw invalid('Effect must be Allow or Deny')
    if (Principal !== '*') throw invalid('Principal must be *')
    if ((Action === undefined) === (NotAction === undefined)) throw invalid('each Statement needs an Action')
    if (!textsOf(Action ?? NotAction).every(action => action.startsWith('Update:') || action === '*')) {
      throw invalid('actions are Update:Modify, Update:Replace, Update:Delete and Update:*')
    }
    if (Resource !== undefined && NotResource !== undefined)
      throw invalid('Resource and NotResource exclude each other')
    if (!isRecord(Condition) || !Object.entries(Condition).every(isCondition)) {
      throw invalid('conditions are StringEquals and StringLike on ResourceType')
    }
    return { Effect, Action, NotAction, Resource, NotResource, Condition } as Statement
  })
}

function isCondition([operator, keys]: [string, unknown]): boolean {
  return (
    ['StringEquals', 'StringLike'].includes(operator) &&
    isRecord(keys) &&
    Object.keys(keys).every(key => key === 'ResourceType')
  )
}

function concerns(statement: Statement, action: string, logicalId: string, type: string): boolean {
  const { Action, NotAction, Resource, NotResource, Condition = {} } = statement
  const named = (patterns: unknown, text: string) =>
    textsOf(patterns).some(pattern => wildcard(pattern)(text))
  if (NotAction === undefined ? !named(Action, action) : named(NotAction, action)) return false
  const resource = `LogicalResourceId/${logicalId}`
  if (NotResource !== undefined && named(NotResource, resource)) return false
  // Without a resource a statement concerns none.
  if (NotResource === undefined && !named(Resource, resource)) return false
  return Object.entries(Condition).every(([operator, { ResourceType }]) =>
    operator === 'StringLike' ? named(ResourceType, type) : textsOf(ResourceType).includes(type),
  )
}

function textsOf(value: unknown): string[] {
  return [value ?? []].flat().map(String)
}
