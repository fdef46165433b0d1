import type { AttachedPolicy } from '@aws-sdk/client-iam'
import { invalidInput, limitExceeded, noSuchEntity, noSuchName } from './errors.ts'
import { managedPolicies } from './managed-policies.ts'
import type { Identity, IamState } from './store.ts'
import { checkName, checkPolicy } from './validate.ts'

const MOST_ATTACHED = 10

/** Puts an inline policy on a user or role. */
export function putInlinePolicy(identity: Identity, name: string, text: string): void {
  checkName('policyName', name, 128)
  checkPolicy(text, 'identity')
  identity.inlinePolicies[name] = text
}

/** Text of an inline policy; `what` is `role` or `user`. */
export function inlinePolicy(identity: Identity, what: string, name: string): string {
  const text = identity.inlinePolicies[name]
  if (text === undefined) throw noSuchName(`${what} policy`, name)
  return text
}

export function deleteInlinePolicy(identity: Identity, what: string, name: string): void {
  inlinePolicy(identity, what, name)
  delete identity.inlinePolicies[name]
}

/** Attaches a managed policy; attaching it again changes nothing. */
export function attachPolicy(
  state: IamState,
  identity: Identity,
  what: 'Role' | 'User' | 'Group',
  arn: string,
): void {
  if (!/^arn:aws[\w-]*:iam::(aws|\d{12}):policy\/./.test(arn)) throw invalidInput(`ARN ${arn} is not valid.`)
  if (!state.policies.has(arn) && !managedPolicies().has(arn)) {
    throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`)
  }
  if (identity.attachedPolicies.includes(arn)) return
  if (identity.attachedPolicies.length >= MOST_ATTACHED)
    throw limitExceeded(`PoliciesPer${what}`, MOST_ATTACHED)
  identity.attachedPolicies.push(arn)
}

export function detachPolicy(identity: Identity, arn: string): void {
  if (!identity.attachedPolicies.includes(arn)) throw noSuchEntity(`Policy ${arn} was not found.`)
  identity.attachedPolicies = identity.attachedPolicies.filter(attached => attached !== arn)
}

/** Attached policies in the order of their names. */
export function attachedPolicies(identity: Identity, pathPrefix = '/'): AttachedPolicy[] {
  return identity.attachedPolicies
    .filter(arn => arn.slice(arn.indexOf('policy/') + 'policy'.length).startsWith(pathPrefix))
    .map(PolicyArn => ({ PolicyArn, PolicyName: PolicyArn.slice(PolicyArn.lastIndexOf('/') + 1) }))
    .sort((a, b) => a.PolicyName.localeCompare(b.PolicyName))
}

/** The ARN of a policy that is to be a permissions boundary, or NoSuchEntity. */
export function checkedBoundary(state: IamState, arn: string): string {
  if (state.policies.has(arn) || managedPolicies().has(arn)) return arn
  throw noSuchEntity(`Scope ARN: ${arn} does not exist or is not attachable.`)
}
