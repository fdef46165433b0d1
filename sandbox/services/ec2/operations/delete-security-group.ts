import type { DeleteSecurityGroupRequest, DeleteSecurityGroupResult } from '@aws-sdk/client-ec2'
import { AwsError } from '../../../operation.ts'
import type { Operation } from '../../../operation.ts'
import { network } from '../default-vpc.ts'
import { refuseDryRun } from '../describe.ts'
import { findGroup } from '../security-groups.ts'

/** Deletes a group that no interface bears and no other group's rule names. */
export const deleteSecurityGroup: Operation<DeleteSecurityGroupRequest, DeleteSecurityGroupResult> = (
  input,
  { scope },
) => {
  const state = network(scope)
  const { GroupId, GroupName } = findGroup(state, input)
  if (GroupName === 'default') {
    throw new AwsError(
      'CannotDelete',
      `the specified group: "${GroupId}" name: "default" cannot be deleted by a user`,
    )
  }
  const borne = state.networkInterfaces.values().some(eni => eni.GroupIds.includes(GroupId))
  const named = state.securityGroups
    .values()
    .some(other => other.GroupId !== GroupId && other.rules.some(rule => rule.ReferencedGroupId === GroupId))
  if (borne || named) {
    throw new AwsError('DependencyViolation', `resource ${GroupId} has a dependent object`)
  }
  refuseDryRun(input)
  state.securityGroups.delete(GroupId)
  return { Return: true, GroupId }
}
