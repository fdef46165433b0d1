import type { DeletePolicyVersionRequest } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { deleteConflict } from '../errors.ts'
import { policyAt, versionOf } from '../policies.ts'
import { stateOf } from '../state.ts'

/** Deletes a version that is not the default one. */
export const deletePolicyVersion: Operation<DeletePolicyVersionRequest, object> = (
  { PolicyArn, VersionId },
  context,
) => {
  const state = stateOf(context)
  const policy = policyAt(state, PolicyArn)
  const version = versionOf(policy, VersionId)
  if (VersionId === policy.DefaultVersionId) {
    throw deleteConflict('Cannot delete the default version of a policy.')
  }
  policy.versions = policy.versions.filter(held => held !== version)
  state.policies.put(policy.Arn, policy)
  return {}
}
