import type { DeleteGroupRequest } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { deleteConflict } from '../errors.ts'
import { groupNamed, stateOf } from '../state.ts'

/** Deletes a group that has neither users nor policies any more. */
export const deleteGroup: Operation<DeleteGroupRequest, object> = ({ GroupName }, context) => {
  const state = stateOf(context)
  const group = groupNamed(state, GroupName)
  const cannot = (first: string) => deleteConflict(`Cannot delete entity, must ${first} first.`)
  if (group.userNames.length > 0) throw cannot('remove users from group')
  if (group.attachedPolicies.length > 0) throw cannot('detach all policies')
  if (Object.keys(group.inlinePolicies).length > 0) throw cannot('delete policies')
  state.groups.delete(group.GroupName)
  return {}
}
