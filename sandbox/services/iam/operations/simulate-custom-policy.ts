import type { SimulateCustomPolicyRequest, SimulatePolicyResponse } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { givenPolicies, simulate } from '../simulate.ts'

/** Whether policies that come with the request would allow actions. */
export const simulateCustomPolicy: Operation<SimulateCustomPolicyRequest, SimulatePolicyResponse> = input => {
  const { PolicyInputList, PermissionsBoundaryPolicyInputList: boundaries } = input
  const identity = givenPolicies('policyInputList', PolicyInputList)
  const boundary = boundaries && givenPolicies('permissionsBoundaryPolicyInputList', boundaries)
  return simulate({ identity, ...(boundary && { boundary }) }, input)
}
