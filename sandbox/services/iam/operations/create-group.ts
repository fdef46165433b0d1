import type { CreateGroupRequest, CreateGroupResponse } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { alreadyExists } from '../errors.ts'
import { presentGroup } from '../present.ts'
import { isNamed, stateOf } from '../state.ts'
import { type Group, uniqueId } from '../store.ts'
import { checkedPath, checkName } from '../validate.ts'

/** Creates a group, whose policies its users have too. */
export const createGroup: Operation<CreateGroupRequest, CreateGroupResponse> = (input, context) => {
  const { GroupName = '' } = input
  const { groups } = stateOf(context)
  checkName('groupName', GroupName, 128)
  const Path = checkedPath(input.Path)
  if (
    isNamed(
      groups.values().map(held => held.GroupName),
      GroupName,
    )
  )
    throw alreadyExists(`Group with name ${GroupName} already exists.`)
  const group: Group = {
    GroupName,
    GroupId: uniqueId('AGPA'),
    Path,
    Arn: `arn:aws:iam::${context.accountId}:group${Path}${GroupName}`,
    createdAt: context.sandbox.clock.now(),
    inlinePolicies: {},
    attachedPolicies: [],
    userNames: [],
    tags: [],
  }
  groups.put(GroupName, group)
  return { Group: presentGroup(group) }
}
