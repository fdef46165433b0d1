import { list, type Statement } from '../iam/policy/document.ts'
import { matches } from '../iam/policy/wildcard.ts'

/** What S3 says of a bucket policy that is wrong; undefined when it is right. */
export function bucketPolicyFault(text: string, bucket: string): string | undefined {
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch {
    return 'This policy contains invalid Json'
  }
  if (!isObject(document)) return "Policies must be valid JSON and the first byte must be '{'"
  const { Version, Statement: statements } = document
  if (Version !== undefined && Version !== '2012-10-17' && Version !== '2008-10-17') {
    return 'Policy document version is not valid'
  }
  if (statements === undefined) return 'Missing required field Statement'
  const all = list(statements as Statement | Statement[])
  if (all.length === 0) return 'Could not parse the policy: Statement is empty!'
  return all.map(statement => statementFault(statement, bucket)).find(fault => fault !== undefined)
}

function statementFault(statement: unknown, bucket: string): string | undefined {
  if (!isObject(statement)) return 'Invalid policy syntax.'
  const { Effect, Action, NotAction, Resource, NotResource, Principal, NotPrincipal, Condition } =
    statement as unknown as Partial<Statement>
  if (Effect === undefined) return 'Missing required field Effect'
  if (Effect !== 'Allow' && Effect !== 'Deny') return `Invalid effect: ${String(Effect)}`
  if (Principal === undefined && NotPrincipal === undefined) return 'Missing required field Principal'
  if (!isPrincipal(Principal ?? NotPrincipal)) return 'Invalid principal in policy'
  if (Action === undefined && NotAction === undefined) return 'Missing required field Action'
  const actions = list(Action ?? NotAction)
  if (actions.some(action => typeof action !== 'string' || (action !== '*' && !/^s3:/i.test(action)))) {
    return 'Policy has invalid action'
  }
  if (Resource === undefined && NotResource === undefined) return 'Missing required field Resource'
  const resources = list(Resource ?? NotResource)
  const about = (resource: unknown) => {
    if (typeof resource !== 'string') return false
    const arn = `arn:aws:s3:::${bucket}`
    return resource === arn || resource.startsWith(`${arn}/`) || matches(resource.split('/')[0] ?? '', arn)
  }
  if (!resources.every(about)) return 'Policy has invalid resource'
  const ofObjects = /^s3:(Get|Put|Delete|Restore)Object|^s3:AbortMultipartUpload$/i
  const ofBucket = resources.every(resource => !resource.includes('/') && !resource.includes('*'))
  if (Action !== undefined && ofBucket && actions.every(action => ofObjects.test(action))) {
    return 'Action does not apply to any resource(s) in statement'
  }
  return Condition === undefined || isObject(Condition) ? undefined : 'Invalid policy syntax.'
}

function isPrincipal(principal: unknown): boolean {
  if (principal === '*') return true
  if (!isObject(principal)) return false
  const { AWS } = principal
  return list(AWS as string | string[] | undefined).every(
    name =>
      typeof name === 'string' &&
      (name === '*' ||
        /^\d{12}$/.test(name) ||
        /^AID|^AROA/.test(name) ||
        /^arn:aws:(iam|sts)::\d{12}:/.test(name)),
  )
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
