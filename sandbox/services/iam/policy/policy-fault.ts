import { isConditionOperator } from './conditions.ts'
import { isObject, list, type PolicyKind, type Statement } from './document.ts'

const SYNTAX = 'Syntax errors in policy.'
const ELEMENTS = new Set([
  'Sid',
  'Effect',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Principal',
  'NotPrincipal',
  'Condition',
])

/** What is wrong with a policy text, in the words AWS has for it; undefined when it is right. */
export function policyFault(text: string, kind: PolicyKind): string | undefined {
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch {
    return kind === 'trust' ? 'This policy contains invalid Json' : SYNTAX
  }
  if (!isObject(document) || !('Statement' in document)) return SYNTAX
  const unknown = Object.keys(document).find(element => !['Version', 'Id', 'Statement'].includes(element))
  if (unknown !== undefined) return kind === 'trust' ? `Unknown field ${unknown}` : SYNTAX
  const { Version, Id, Statement } = document
  if (Id !== undefined && typeof Id !== 'string') return SYNTAX
  if (Version !== undefined && Version !== '2012-10-17' && Version !== '2008-10-17') return SYNTAX
  const statements = list(Statement)
  if (statements.length === 0) return SYNTAX
  const fault = statements
    .map(statement => statementFault(statement, kind))
    .find(found => found !== undefined)
  return fault ?? repeatedSidFault(statements as Statement[])
}

function repeatedSidFault(statements: Statement[]): string | undefined {
  const named = statements.flatMap(({ Sid }) => Sid || [])
  return new Set(named).size < named.length
    ? 'Statement IDs (SID) in a single policy must be unique.'
    : undefined
}

function statementFault(statement: unknown, kind: PolicyKind): string | undefined {
  if (!isObject(statement)) return SYNTAX
  const unknown = Object.keys(statement).find(element => !ELEMENTS.has(element))
  if (unknown !== undefined) return kind === 'trust' ? `Unknown field ${unknown}` : SYNTAX
  const { Sid, Effect, Condition } = statement
  if (Effect !== 'Allow' && Effect !== 'Deny') return SYNTAX
  if (Sid !== undefined && typeof Sid !== 'string') return SYNTAX
  if (!conditionIsWellFormed(Condition)) return SYNTAX
  return sidFault(Sid, kind) ?? actionFault(statement, kind) ?? subjectFault(statement, kind)
}

/** Policies of resources have any text as an id; those of identities do not. */
function sidFault(sid: string | undefined, kind: PolicyKind): string | undefined {
  if (sid === undefined || kind === 'trust' || /^[0-9A-Za-z]*$/.test(sid)) return undefined
  return 'Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*'
}

function actionFault({ Action, NotAction }: Record<string, unknown>, kind: PolicyKind): string | undefined {
  if (Action !== undefined && NotAction !== undefined) return SYNTAX
  const actions = list(Action ?? NotAction)
  if (actions.length === 0) {
    return kind === 'trust' ? 'Missing required field Action' : 'Policy statement must contain actions.'
  }
  return actions.map(nameFault).find(fault => fault !== undefined)
}

function nameFault(action: unknown): string | undefined {
  if (action === '*') return undefined
  const [vendor, ...rest] = typeof action === 'string' ? action.split(':') : []
  if (!vendor || rest.length === 0)
    return 'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.'
  if (rest.length > 1) return 'Actions/Condition can contain only one colon.'
  return /^[\w.-]+$/.test(vendor) ? undefined : `Vendor ${vendor} is not valid`
}

/** Whom a trust policy speaks of, and what an identity policy does. */
function subjectFault(statement: Record<string, unknown>, kind: PolicyKind): string | undefined {
  const { Resource, NotResource, Principal, NotPrincipal } = statement
  if (kind === 'trust') {
    if (Resource !== undefined || NotResource !== undefined) return 'Has prohibited field Resource'
    return Principal === undefined && NotPrincipal === undefined
      ? 'Missing required field Principal'
      : undefined
  }
  if (Principal !== undefined || NotPrincipal !== undefined)
    return 'Policy document should not specify a principal.'
  if (Resource !== undefined && NotResource !== undefined) return SYNTAX
  const resources = list(Resource ?? NotResource)
  if (resources.length === 0) return 'Policy statement must contain resources.'
  return resources.map(resourceFault).find(fault => fault !== undefined)
}

function resourceFault(resource: unknown): string | undefined {
  if (resource === '*') return undefined
  const [, partition] = typeof resource === 'string' ? (/^arn:([^:]*)/.exec(resource) ?? []) : []
  if (partition === undefined) return `Resource ${JSON.stringify(resource)} must be in ARN format or "*".`
  if (/^aws(-[a-z-]+)?$/.test(partition) || /[*?]/.test(partition)) return undefined
  return `Partition "${partition}" is not valid for resource ${JSON.stringify(resource)}.`
}

function conditionIsWellFormed(condition: unknown): boolean {
  if (condition === undefined) return true
  if (!isObject(condition)) return false
  return Object.entries(condition).every(
    ([operator, keys]) => isConditionOperator(operator) && isObject(keys),
  )
}
