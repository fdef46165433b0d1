import type { TagRoleRequest } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { roleNamed, stateOf } from '../state.ts'
import { withTags } from '../validate.ts'

/** Adds tags to the role, or changes their values. */
export const tagRole: Operation<TagRoleRequest, object> = ({ RoleName, Tags }, context) => {
  const state = stateOf(context)
  const role = roleNamed(state, RoleName)
  role.tags = withTags(role.tags, Tags)
  state.roles.put(role.RoleName, role)
  return {}
}
