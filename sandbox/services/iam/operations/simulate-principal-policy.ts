import type { SimulatePolicyResponse, SimulatePrincipalPolicyRequest } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { policiesOf, userPolicies } from '../caller.ts'
import { invalidInput, noSuchEntity, notThere } from '../errors.ts'
import type { Policies } from '../policy/evaluate.ts'
import { givenPolicies, simulate } from '../simulate.ts'
import { stateOf } from '../state.ts'
import type { IamState } from '../store.ts'

/** Whether the policies of a user, group or role, and those that come with the request, would allow actions. */
export const simulatePrincipalPolicy: Operation<SimulatePrincipalPolicyRequest, SimulatePolicyResponse> = (
  input,
  context,
) => {
  const { PolicySourceArn = '', PolicyInputList, PermissionsBoundaryPolicyInputList: boundaries } = input
  if (input.PolicyExclusionList?.length) throw notThere('policies that a simulation leaves out')
  const held = policiesAt(stateOf(context), PolicySourceArn)
  const identity = [...held.identity, ...givenPolicies('policyInputList', PolicyInputList)]
  const boundary = boundaries
    ? givenPolicies('permissionsBoundaryPolicyInputList', boundaries)
    : held.boundary
  return simulate({ identity, ...(boundary && { boundary }) }, input)
}

function policiesAt(state: IamState, arn: string): Policies {
  const { users, roles, groups } = state
  if (!/^arn:aws:iam::\d{12}:(user|role|group)\/./.test(arn)) {
    throw invalidInput(`Invalid Entity Arn: ${arn} does not clearly define entity type and name.`)
  }
  const user = users.values().find(({ Arn }) => Arn === arn)
  if (user) return userPolicies(state, user)
  const other = [...roles.values(), ...groups.values()].find(({ Arn }) => Arn === arn)
  if (other) return policiesOf(state, other)
  throw noSuchEntity(`The policy source arn ${arn} cannot be found.`)
}
