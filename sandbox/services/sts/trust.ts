import type { Caller } from '../iam/caller.ts'
import { conditionsHold, type ConditionContext } from '../iam/policy/conditions.ts'
import { list, readPolicy, type Statement } from '../iam/policy/document.ts'
import { evaluate } from '../iam/policy/evaluate.ts'
import { matchesAnyCase } from '../iam/policy/wildcard.ts'
import type { Role } from '../iam/store.ts'

const ACTION = 'sts:AssumeRole'

/** Why the caller may not assume the role, as the end of AWS's sentence; undefined when it may. */
export function assumeRoleDenial(caller: Caller, role: Role, context: ConditionContext): string | undefined {
  const applying = readPolicy(role.assumeRolePolicy).Statement.filter(
    statement =>
      actionNamed(statement) &&
      trusts(statement, caller) !== undefined &&
      conditionsHold(statement.Condition, context),
  )
  if (applying.some(({ Effect }) => Effect === 'Deny'))
    return 'with an explicit deny in the role trust policy'
  const trust = applying.map(statement => trusts(statement, caller))
  const sameAccount = role.Arn.split(':')[4] === caller.principal.accountId
  const decision = evaluate(caller.policies, { action: ACTION, resource: role.Arn, context })
  if (!decision.allowed && /explicit deny/.test(decision.because)) return decision.because
  // Within one account a trust policy that names the caller is permission enough; one that names the account leaves it to IAM.
  if (sameAccount && trust.includes('caller')) return undefined
  if (trust.length === 0) return `because no role trust policy allows the ${ACTION} action`
  return decision.allowed ? undefined : decision.because
}

/** Whether the role's trust policy lets an AWS service, such as `ecs-tasks.amazonaws.com`, assume it. */
export function serviceMayAssume(role: Role, service: string, context: ConditionContext): boolean {
  const applying = readPolicy(role.assumeRolePolicy).Statement.filter(
    ({ Principal, NotPrincipal, ...statement }) =>
      actionNamed(statement as Statement) &&
      namesService(Principal, service) &&
      NotPrincipal === undefined &&
      conditionsHold(statement.Condition, context),
  )
  return applying.length > 0 && applying.every(({ Effect }) => Effect === 'Allow')
}

function namesService(principal: Statement['Principal'], service: string): boolean {
  if (principal === undefined) return false
  return principal === '*' || list(principal['Service']).includes(service)
}

function actionNamed({ Action, NotAction }: Statement): boolean {
  const named = list(Action ?? NotAction).some(pattern => matchesAnyCase(pattern, ACTION))
  return named === (Action !== undefined)
}

/** Whether the statement's principals include the caller by name, by its account, or not at all. */
function trusts({ Principal, NotPrincipal }: Statement, caller: Caller): 'caller' | 'account' | undefined {
  const names = principalNames(Principal ?? NotPrincipal)
  const { accountId, arn } = caller.principal
  const found = names.some(name => name === arn || name === caller.identity.Arn)
    ? 'caller'
    : names.some(name => name === '*' || name === accountId || name === `arn:aws:iam::${accountId}:root`)
      ? 'account'
      : undefined
  if (NotPrincipal !== undefined) return found === undefined ? 'account' : undefined
  return found
}

function principalNames(principal: Statement['Principal']): string[] {
  if (principal === undefined) return []
  return principal === '*' ? ['*'] : list(principal['AWS'])
}
