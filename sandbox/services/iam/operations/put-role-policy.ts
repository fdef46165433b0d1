import type { PutRolePolicyRequest } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { putInlinePolicy } from '../identity-policies.ts'
import { refuseServiceLinked } from '../service-linked-roles.ts'
import { roleNamed, stateOf } from '../state.ts'

/** Puts an inline policy on the role, in the place of one of that name. */
export const putRolePolicy: Operation<PutRolePolicyRequest, object> = (
  { RoleName, PolicyName = '', PolicyDocument = '' },
  context,
) => {
  const state = stateOf(context)
  const role = roleNamed(state, RoleName)
  refuseServiceLinked(role)
  putInlinePolicy(role, PolicyName, PolicyDocument)
  state.roles.put(role.RoleName, role)
  return {}
}
