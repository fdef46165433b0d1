import type { GetPolicyRequest, GetPolicyResponse } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { managedPolicies } from '../managed-policies.ts'
import { policyAt } from '../policies.ts'
import { presentAwsPolicy, presentPolicy } from '../present.ts'
import { stateOf } from '../state.ts'

/** A managed policy, of the account or of AWS, without its document. */
export const getPolicy: Operation<GetPolicyRequest, GetPolicyResponse> = ({ PolicyArn = '' }, context) => {
  const state = stateOf(context)
  const managed = managedPolicies().get(PolicyArn)
  return {
    Policy: managed ? presentAwsPolicy(state, managed) : presentPolicy(state, policyAt(state, PolicyArn)),
  }
}
