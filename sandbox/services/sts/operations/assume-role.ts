import {
  type AssumeRoleRequest,
  type AssumeRoleResponse,
  MalformedPolicyDocumentException,
} from '@aws-sdk/client-sts'
import { AwsError, type Operation, type OperationContext } from '../../../operation.ts'
import { type Caller, findCaller, managedText } from '../../iam/caller.ts'
import type { ConditionContext } from '../../iam/policy/conditions.ts'
import { policyFault } from '../../iam/policy/policy-fault.ts'
import { findRole } from '../../iam/roles.ts'
import { iamState } from '../../iam/store.ts'
import { checkDuration, constraint } from '../errors.ts'
import { openSession } from '../sessions.ts'
import { assumeRoleDenial } from '../trust.ts'

const HOUR = 3600
const MOST_POLICY_TEXT = 2048

/** Gives temporary credentials of a role to whom its trust policy trusts. */
export const assumeRole: Operation<AssumeRoleRequest, AssumeRoleResponse> = (input, context) => {
  const { RoleArn = '', RoleSessionName = '', DurationSeconds = HOUR } = input
  const { store, clock } = context.sandbox
  checkNames(RoleArn, RoleSessionName)
  checkDuration(DurationSeconds, 900, 43200)
  const sessionPolicies = sessionPoliciesOf(input, context)
  const caller = findCaller(store, context.principal.accessKeyId)
  const role = findRole(store, RoleArn)
  // AWS does not tell a role that is not there from one that may not be assumed, nor why it may not.
  if (!role || (caller && assumeRoleDenial(caller, role, contextOf(input, caller, context)))) {
    const text = `User: ${context.principal.arn} is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`
    throw new AwsError('AccessDenied', text, 403)
  }
  if (caller?.session?.roleName !== undefined && DurationSeconds > HOUR) {
    throw exceeds('the 1 hour session limit for roles assumed by role chaining')
  }
  if (DurationSeconds > role.MaxSessionDuration) throw exceeds('the MaxSessionDuration set for this role.')

  const roleAccount = RoleArn.split(':')[4] ?? ''
  const arn = `arn:aws:sts::${roleAccount}:assumed-role/${role.RoleName}/${RoleSessionName}`
  const userId = `${role.RoleId}:${RoleSessionName}`
  const owner = { arn, userId, roleName: role.RoleName, sessionPolicies }
  return {
    Credentials: openSession(iamState(store, roleAccount), owner, clock.now(), DurationSeconds),
    AssumedRoleUser: { AssumedRoleId: userId, Arn: arn },
    ...(sessionPolicies.length > 0 && { PackedPolicySize: packedSize(sessionPolicies) }),
  }
}

function checkNames(roleArn: string, sessionName: string): void {
  const fault = sessionNameFault(sessionName)
  if (fault !== undefined) throw constraint(sessionName, 'roleSessionName', fault)
  if (!/^arn:aws:iam::\d{12}:role\/.+/.test(roleArn))
    throw new AwsError('ValidationError', `${roleArn} is invalid`)
}

function sessionNameFault(name: string): string | undefined {
  if (!/^[\w+=,.@-]*$/.test(name)) return 'Member must satisfy regular expression pattern: [\\w+=,.@-]*'
  if (name.length < 2) return 'Member must have length greater than or equal to 2'
  return name.length > 64 ? 'Member must have length less than or equal to 64' : undefined
}

function contextOf(
  { ExternalId, RoleSessionName = '' }: AssumeRoleRequest,
  caller: Caller,
  { principal, region }: OperationContext,
): ConditionContext {
  return new Map([
    ['aws:PrincipalArn', caller.identity.Arn],
    ['aws:PrincipalAccount', principal.accountId],
    ['aws:RequestedRegion', region],
    ['aws:userid', principal.userId],
    ['sts:RoleSessionName', RoleSessionName],
    ...(ExternalId === undefined ? [] : [['sts:ExternalId', ExternalId] as const]),
  ])
}

function exceeds(limit: string): AwsError {
  return new AwsError('ValidationError', `The requested DurationSeconds exceeds ${limit}`)
}

/** Per cent of the 2,048 characters that session policies may have. */
function packedSize(policies: string[]): number {
  return Math.ceil(policies.join('').length / 20.48)
}

function sessionPoliciesOf(
  { Policy, PolicyArns = [] }: AssumeRoleRequest,
  { sandbox, accountId }: OperationContext,
): string[] {
  if (Policy !== undefined && Policy.length > MOST_POLICY_TEXT) {
    const text = `Member must have length less than or equal to ${MOST_POLICY_TEXT}`
    throw constraint(Policy, 'policy', text)
  }
  const fault = Policy === undefined ? undefined : policyFault(Policy, 'identity')
  if (fault !== undefined) throw new MalformedPolicyDocumentException({ message: fault, $metadata: {} })
  const managed = PolicyArns.map(({ arn = '' }) => {
    const text = managedText(iamState(sandbox.store, accountId), arn)
    if (text === undefined)
      throw new AwsError('ValidationError', `Policy ${arn} does not exist or is not attachable.`)
    return text
  })
  return [...(Policy === undefined ? [] : [Policy]), ...managed]
}
