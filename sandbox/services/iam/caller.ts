import type { Principal } from '../../operation.ts'
import type { Store } from '../../store/store.ts'
import { accountOfAccessKey } from './access-key-id.ts'
import { managedPolicyText } from './managed-policies.ts'
import type { Policies, Policy } from './policy/evaluate.ts'
import { groupsOf } from './groups.ts'
import { type IamState, iamState, type Identity, type Session, type User } from './store.ts'

/** Who an access key stands for, and what proves it. */
export interface Caller {
  principal: Principal
  secretAccessKey: string
  /** Of temporary credentials. */
  session?: Session
  identity: Identity
  policies: Policies
}

/** The caller of an access key; undefined when the key is unknown, inactive, or its user or role is gone. */
export function findCaller(store: Store, accessKeyId: string): Caller | undefined {
  const accountId = accountOfAccessKey(accessKeyId)
  if (accountId === undefined) return undefined
  const state = iamState(store, accountId)
  const session = state.sessions.get(accessKeyId)
  if (session) return sessionCaller(state, accountId, session)
  const key = state.accessKeys.get(accessKeyId)
  const user = key?.Status === 'Active' ? state.users.get(key.UserName) : undefined
  if (!key || !user) return undefined
  return {
    principal: { accountId, arn: user.Arn, userId: user.UserId, accessKeyId },
    secretAccessKey: key.SecretAccessKey,
    identity: user,
    policies: userPolicies(state, user),
  }
}

/** A user's own policies and those of the groups they are in. */
export function userPolicies(state: IamState, user: User): Policies {
  const own = policiesOf(state, user)
  const shared = groupsOf(state, user.UserName).flatMap(group => policiesOf(state, group).identity)
  return { ...own, identity: [...own.identity, ...shared] }
}

/** What decides over what a user, group or role may do by itself. */
export function policiesOf(state: IamState, identity: Identity): Policies {
  const inline = Object.values(identity.inlinePolicies).map((text): Policy => ({ text }))
  const attached = identity.attachedPolicies.flatMap(arn => policyAt(state, arn))
  const boundary = identity.permissionsBoundary
  return { identity: [...inline, ...attached], ...(boundary && { boundary: policyAt(state, boundary) }) }
}

function sessionCaller(state: IamState, accountId: string, session: Session): Caller | undefined {
  const { roleName, userName, arn, userId, AccessKeyId, SecretAccessKey, sessionPolicies } = session
  const user = roleName === undefined ? state.users.get(userName ?? '') : undefined
  const identity = user ?? state.roles.get(roleName ?? '')
  if (!identity) return undefined
  const policies = user ? userPolicies(state, user) : policiesOf(state, identity)
  if (sessionPolicies.length > 0) policies.session = sessionPolicies.map(text => ({ text }))
  return {
    principal: { accountId, arn, userId, accessKeyId: AccessKeyId },
    secretAccessKey: SecretAccessKey,
    session,
    identity,
    policies,
  }
}

function policyAt(state: IamState, arn: string): Policy[] {
  const text = managedText(state, arn)
  return text === undefined ? [] : [{ text, arn }]
}

/** The document in force of a managed policy, the account's or AWS's; undefined when there is none of that ARN. */
export function managedText(state: IamState, arn: string): string | undefined {
  const own = state.policies.get(arn)
  if (!own) return managedPolicyText(arn)
  return own.versions.find(version => version.VersionId === own.DefaultVersionId)?.document
}
