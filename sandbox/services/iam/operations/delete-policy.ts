import type { DeletePolicyRequest } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { deleteConflict } from '../errors.ts'
import { policyAt } from '../policies.ts'
import { presentPolicy } from '../present.ts'
import { stateOf } from '../state.ts'

/** Deletes a managed policy that nobody has attached, and of which one version is left. */
export const deletePolicy: Operation<DeletePolicyRequest, object> = ({ PolicyArn }, context) => {
  const state = stateOf(context)
  const policy = policyAt(state, PolicyArn)
  if (presentPolicy(state, policy).AttachmentCount) {
    throw deleteConflict('Cannot delete a policy attached to entities.')
  }
  if (policy.versions.length > 1) {
    throw deleteConflict(
      "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
    )
  }
  state.policies.delete(policy.Arn)
  return {}
}
