import type { UpdateAssumeRolePolicyRequest } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { refuseServiceLinked } from '../service-linked-roles.ts'
import { roleNamed, stateOf } from '../state.ts'
import { checkTrustPolicy } from '../trust-policy.ts'

/** Changes who may assume a role. */
export const updateAssumeRolePolicy: Operation<UpdateAssumeRolePolicyRequest, object> = (
  { RoleName, PolicyDocument = '' },
  context,
) => {
  const state = stateOf(context)
  const role = roleNamed(state, RoleName)
  refuseServiceLinked(role)
  checkTrustPolicy(context.sandbox.store, state, PolicyDocument)
  role.assumeRolePolicy = PolicyDocument
  state.roles.put(role.RoleName, role)
  return {}
}
