import type { ContextEntry, EvaluationResult, SimulatePolicyResponse } from '@aws-sdk/client-iam'
import { AwsError } from '../../operation.ts'
import { invalidInput } from './errors.ts'
import { pageOf } from './page.ts'
import { list, readPolicy, type ConditionBlock } from './policy/document.ts'
import { policyFault } from './policy/policy-fault.ts'
import { type AccessRequest, evaluate, type Policies, type Policy } from './policy/evaluate.ts'

/** What both simulations ask. */
export interface Questions {
  ActionNames?: string[] | undefined
  ResourceArns?: string[] | undefined
  ContextEntries?: ContextEntry[] | undefined
  Marker?: string | undefined
  MaxItems?: number | undefined
}

/** Whether the policies would allow each action on each resource, by the same evaluation that requests meet. */
export function simulate(policies: Policies, questions: Questions): SimulatePolicyResponse {
  const { ActionNames = [], ResourceArns = ['*'], ContextEntries = [] } = questions
  for (const action of ActionNames) checkAction(action)
  const context = new Map(
    ContextEntries.map(({ ContextKeyName = '', ContextKeyValues = [] }) => [
      ContextKeyName,
      ContextKeyValues.length === 1 ? (ContextKeyValues[0] ?? '') : ContextKeyValues,
    ]),
  )
  const results = ActionNames.flatMap(action =>
    ResourceArns.map(resource => resultOf(policies, { action, resource, context })),
  )
  const { items, ...page } = pageOf(results, questions)
  return { EvaluationResults: items, ...page }
}

/** Policies that came with the request; each has to be a policy. */
export function givenPolicies(member: string, texts: string[] = []): Policy[] {
  return texts.map((text, index) => {
    const fault = policyFault(text, 'identity')
    if (fault !== undefined) throw invalidInput(`Invalid policy in ${member}.member.${index + 1}: ${fault}`)
    return { text }
  })
}

function checkAction(action: string): void {
  if (/^[a-z0-9-]+:[A-Za-z0-9]+$/i.test(action)) return
  throw new AwsError('InvalidInput', `Invalid Entity Action: ${action}`)
}

function resultOf(policies: Policies, request: AccessRequest): EvaluationResult {
  const decision = evaluate(policies, request)
  const missing = missingKeys(policies, request)
  const boundary = policies.boundary && evaluate({ identity: policies.boundary }, request).allowed
  return {
    EvalActionName: request.action,
    EvalResourceName: request.resource,
    EvalDecision: decision.allowed
      ? 'allowed'
      : decision.because.startsWith('with an explicit deny')
        ? 'explicitDeny'
        : 'implicitDeny',
    MatchedStatements: [],
    MissingContextValues: missing,
    ...(boundary !== undefined && {
      PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: boundary },
    }),
  }
}

/** Condition keys that the policies' statements on this action ask for and the request did not bring. */
function missingKeys({ identity, boundary = [] }: Policies, { context }: AccessRequest): string[] {
  const asked = [...identity, ...boundary]
    .flatMap(({ text }) => readPolicy(text).Statement)
    .flatMap(({ Condition }) => keysOf(Condition))
  const given = new Set([...context.keys()].map(key => key.toLowerCase()))
  return [...new Set(asked)].filter(key => !given.has(key.toLowerCase())).sort()
}

function keysOf(block: ConditionBlock | undefined): string[] {
  return list(block && Object.values(block)).flatMap(keys => Object.keys(keys))
}
