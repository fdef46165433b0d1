import type { SetDefaultPolicyVersionRequest } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { policyAt, versionOf } from '../policies.ts'
import { stateOf } from '../state.ts'

/** Puts another version of a managed policy in force. */
export const setDefaultPolicyVersion: Operation<SetDefaultPolicyVersionRequest, object> = (
  { PolicyArn, VersionId },
  context,
) => {
  const state = stateOf(context)
  const policy = policyAt(state, PolicyArn)
  policy.DefaultVersionId = versionOf(policy, VersionId).VersionId
  policy.updatedAt = context.sandbox.clock.now()
  state.policies.put(policy.Arn, policy)
  return {}
}
