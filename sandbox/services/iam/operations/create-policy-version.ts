import type { CreatePolicyVersionRequest, CreatePolicyVersionResponse } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { tooManyVersions } from '../errors.ts'
import { policyAt } from '../policies.ts'
import { stateOf } from '../state.ts'
import { checkManagedPolicy } from '../validate.ts'

const MOST_VERSIONS = 5

/** Adds a version to a managed policy, and makes it the one in force if asked to. */
export const createPolicyVersion: Operation<CreatePolicyVersionRequest, CreatePolicyVersionResponse> = (
  { PolicyArn, PolicyDocument = '', SetAsDefault = false },
  context,
) => {
  const state = stateOf(context)
  const policy = policyAt(state, PolicyArn)
  checkManagedPolicy(PolicyDocument)
  if (policy.versions.length >= MOST_VERSIONS) throw tooManyVersions(MOST_VERSIONS)
  const createdAt = context.sandbox.clock.now()
  const VersionId = `v${++policy.newestVersion}`
  policy.versions.push({ VersionId, document: PolicyDocument, createdAt })
  policy.updatedAt = createdAt
  if (SetAsDefault) policy.DefaultVersionId = VersionId
  state.policies.put(policy.Arn, policy)
  return { PolicyVersion: { VersionId, IsDefaultVersion: SetAsDefault, CreateDate: new Date(createdAt) } }
}
