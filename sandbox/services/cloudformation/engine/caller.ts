import type { Sandbox } from '../../../operation.ts'
import { type Caller, findCaller } from '../../iam/caller.ts'
import { findRole } from '../../iam/roles.ts'
import { iamState } from '../../iam/store.ts'
import { openSession } from '../../sts/sessions.ts'
import { serviceMayAssume } from '../../sts/trust.ts'
import type { Actor } from '../store.ts'

const SERVICE = 'cloudformation.amazonaws.com'
const SESSION = 'AWSCloudFormation'
const SESSION_S = 12 * 3600

/** Keys of sessions that this process has opened, by role. */
const sessions = new WeakMap<Sandbox, Map<string, string>>()

/** Whether CloudFormation can be this role. */
export function isAssumable(sandbox: Sandbox, roleArn: string): boolean {
  const role = findRole(sandbox.store, roleArn)
  return role !== undefined && (sandbox.config.auth === 'off' || serviceMayAssume(role, SERVICE, new Map()))
}

/** Whose permissions a stack's operations have now; undefined where nobody's are asked for, or when the role or key is gone. */
export function callerOf(sandbox: Sandbox, { principal, roleArn }: Actor): Caller | undefined {
  return findCaller(sandbox.store, roleArn === undefined ? principal.accessKeyId : roleKey(sandbox, roleArn))
}

function roleKey(sandbox: Sandbox, roleArn: string): string {
  let keys = sessions.get(sandbox)
  if (!keys) sessions.set(sandbox, (keys = new Map<string, string>()))
  const role = findRole(sandbox.store, roleArn)
  if (!role) return ''
  const known = keys.get(role.RoleId)
  const state = iamState(sandbox.store, roleArn.split(':')[4] ?? '')
  const expires = known === undefined ? undefined : state.sessions.get(known)?.expiresAt
  if (known !== undefined && expires !== undefined && expires > sandbox.clock.now()) return known
  const arn = `arn:aws:sts::${state.scope.accountId}:assumed-role/${role.RoleName}/${SESSION}`
  const owner = { arn, userId: `${role.RoleId}:${SESSION}`, roleName: role.RoleName, sessionPolicies: [] }
  const key = openSession(state, owner, sandbox.clock.now(), SESSION_S).AccessKeyId ?? ''
  keys.set(role.RoleId, key)
  return key
}
