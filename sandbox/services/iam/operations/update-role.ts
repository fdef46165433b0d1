import type { UpdateRoleRequest, UpdateRoleResponse } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { refuseServiceLinked } from '../service-linked-roles.ts'
import { roleNamed, stateOf } from '../state.ts'
import { checkedSessionDuration } from '../validate.ts'

/** Changes a role's description and how long its sessions may last. */
export const updateRole: Operation<UpdateRoleRequest, UpdateRoleResponse> = (input, context) => {
  const { RoleName, Description, MaxSessionDuration } = input
  const state = stateOf(context)
  const role = roleNamed(state, RoleName)
  refuseServiceLinked(role)
  if (MaxSessionDuration !== undefined) role.MaxSessionDuration = checkedSessionDuration(MaxSessionDuration)
  if (Description !== undefined) role.Description = Description
  state.roles.put(role.RoleName, role)
  return {}
}
