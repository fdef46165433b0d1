import type { UntagRoleRequest } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { roleNamed, stateOf } from '../state.ts'

/** Removes tags from the role; keys that it does not have are no error. */
export const untagRole: Operation<UntagRoleRequest, object> = ({ RoleName, TagKeys = [] }, context) => {
  const state = stateOf(context)
  const role = roleNamed(state, RoleName)
  role.tags = role.tags.filter(({ Key }) => !TagKeys.includes(Key))
  state.roles.put(role.RoleName, role)
  return {}
}
