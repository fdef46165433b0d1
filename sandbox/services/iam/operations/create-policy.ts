import type { CreatePolicyRequest, CreatePolicyResponse } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { alreadyExists } from '../errors.ts'
import { presentPolicy } from '../present.ts'
import { isNamed, stateOf } from '../state.ts'
import { type ManagedPolicy, uniqueId } from '../store.ts'
import { checkedPath, checkManagedPolicy, checkName, withTags } from '../validate.ts'

/** Creates a managed policy, version v1. */
export const createPolicy: Operation<CreatePolicyRequest, CreatePolicyResponse> = (input, context) => {
  const { PolicyName = '', PolicyDocument = '', Description, Tags } = input
  const state = stateOf(context)
  checkName('policyName', PolicyName, 128)
  const Path = checkedPath(input.Path)
  checkManagedPolicy(PolicyDocument)
  if (
    isNamed(
      state.policies.values().map(held => held.PolicyName),
      PolicyName,
    )
  ) {
    throw alreadyExists(`A policy called ${PolicyName} already exists. Duplicate names are not allowed.`)
  }
  const now = context.sandbox.clock.now()
  const policy: ManagedPolicy = {
    Arn: `arn:aws:iam::${context.accountId}:policy${Path}${PolicyName}`,
    PolicyName,
    PolicyId: uniqueId('ANPA'),
    Path,
    ...(Description !== undefined && { Description }),
    createdAt: now,
    updatedAt: now,
    versions: [{ VersionId: 'v1', document: PolicyDocument, createdAt: now }],
    DefaultVersionId: 'v1',
    newestVersion: 1,
    tags: withTags([], Tags),
  }
  state.policies.put(policy.Arn, policy)
  return { Policy: presentPolicy(state, policy) }
}
