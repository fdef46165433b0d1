import { list, readPolicy, type Statement } from '../iam/policy/document.ts'
import { matches, matchesAnyCase } from '../iam/policy/wildcard.ts'
import type { Scope } from '../../store/store.ts'
import { invalidParameter } from './errors.ts'
import { logs } from './store.ts'

/** Throws InvalidParameterException for a text that is no policy for log groups. */
export function checkResourcePolicy(text: string): void {
  const wrong = (why: string) => invalidParameter(`Invalid policy: ${why}`)
  let statements: unknown[]
  try {
    const document = JSON.parse(text) as { Statement?: unknown }
    statements = [document.Statement ?? []].flat()
  } catch {
    throw wrong('it is not valid JSON.')
  }
  if (statements.length === 0) throw wrong('it has no statement.')
  for (const statement of statements as Partial<Statement>[]) {
    const { Effect, Principal, Action, Resource } = statement
    if (Effect !== 'Allow' && Effect !== 'Deny') throw wrong('Effect must be Allow or Deny.')
    if (Principal === undefined) throw wrong('a statement has no Principal.')
    if (Action === undefined || Resource === undefined) throw wrong('a statement needs Action and Resource.')
  }
}

/** Whether a resource policy lets a service, such as `events.amazonaws.com`, do `action` on a log group. */
export function letsService(scope: Scope, service: string, action: string, groupArn: string): boolean {
  const effects = logs(scope)
    .resourcePolicies.values()
    .flatMap(({ policyDocument }) => readPolicy(policyDocument).Statement)
    .filter(statement => applies(statement, service, action, groupArn))
    .map(({ Effect }) => Effect)
  return effects.includes('Allow') && !effects.includes('Deny')
}

function applies(statement: Statement, service: string, action: string, groupArn: string): boolean {
  const { Principal, Action, Resource } = statement
  const named = Principal === '*' ? ['*'] : list(Principal?.['Service'] ?? Principal?.['AWS'])
  return (
    named.some(name => name === service || name === '*') &&
    list(Action).some(pattern => matchesAnyCase(pattern, action)) &&
    list(Resource).some(pattern => matches(pattern, groupArn) || matches(pattern, `${groupArn}:*`))
  )
}
