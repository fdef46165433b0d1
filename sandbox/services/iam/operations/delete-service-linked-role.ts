import type { DeleteServiceLinkedRoleRequest, DeleteServiceLinkedRoleResponse } from '@aws-sdk/client-iam'
import { randomUUID } from 'node:crypto'
import type { Operation } from '../../../operation.ts'
import { noSuchName } from '../errors.ts'
import { isServiceLinked } from '../service-linked-roles.ts'
import { roleNamed, stateOf } from '../state.ts'

/** Deletes a service-linked role at once; its service makes it anew when it needs it. */
export const deleteServiceLinkedRole: Operation<
  DeleteServiceLinkedRoleRequest,
  DeleteServiceLinkedRoleResponse
> = ({ RoleName = '' }, context) => {
  const state = stateOf(context)
  const role = roleNamed(state, RoleName)
  if (!isServiceLinked(role)) throw noSuchName('role', RoleName)
  state.roles.delete(role.RoleName)
  return { DeletionTaskId: `task${role.Path}${role.RoleName}/${randomUUID()}` }
}
