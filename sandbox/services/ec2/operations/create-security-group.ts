import type { CreateSecurityGroupRequest, CreateSecurityGroupResult } from '@aws-sdk/client-ec2'
import { AwsError } from '../../../operation.ts'
import type { Operation } from '../../../operation.ts'
import { network, outToAll } from '../default-vpc.ts'
import { refuseDryRun } from '../describe.ts'
import { invalidParameterValue, missingParameter, vpcNotFound } from '../errors.ts'
import { groupArn } from '../security-groups.ts'
import { newId } from '../store.ts'
import { tagsFor } from '../tags.ts'

const CHARACTERS = /^[a-zA-Z0-9 ._\-:/()#,@[\]+=&;{}!$*]+$/

/** Makes a security group that lets nothing in and everything out. */
export const createSecurityGroup: Operation<CreateSecurityGroupRequest, CreateSecurityGroupResult> = (
  input,
  { scope },
) => {
  const { GroupName, Description } = input
  if (!GroupName) throw missingParameter('groupName')
  if (!Description) throw missingParameter('groupDescription')
  checkText(GroupName, 'groupName')
  checkText(Description, 'groupDescription')
  if (GroupName === 'default') {
    throw invalidParameterValue('Cannot use reserved security group name: default')
  }
  if (GroupName.startsWith('sg-')) {
    throw invalidParameterValue('Group names may not be in the format sg-*')
  }
  const state = network(scope)
  const VpcId = input.VpcId ?? state.vpcs.values().find(vpc => vpc.IsDefault)?.VpcId
  if (!VpcId) throw new AwsError('VPCIdNotSpecified', 'No default VPC for this user')
  if (!state.vpcs.has(VpcId)) throw vpcNotFound([VpcId])
  const namesake = state.securityGroups
    .values()
    .find(group => group.VpcId === VpcId && group.GroupName === GroupName)
  if (namesake) {
    throw new AwsError(
      'InvalidGroup.Duplicate',
      `The security group '${GroupName}' already exists for VPC '${VpcId}'`,
    )
  }
  const Tags = tagsFor('security-group', input.TagSpecifications)
  refuseDryRun(input)
  const GroupId = newId('sg')
  state.securityGroups.put(GroupId, { GroupId, GroupName, Description, VpcId, rules: [outToAll()], Tags })
  return { GroupId, Tags, SecurityGroupArn: groupArn(scope, GroupId) }
}

function checkText(text: string, name: string): void {
  if (text.length > 255) {
    throw invalidParameterValue(
      `Value (${text}) for parameter ${name} is invalid. Character count exceeds the maximum of 255.`,
    )
  }
  if (!CHARACTERS.test(text)) {
    throw invalidParameterValue(
      `Value (${text}) for parameter ${name} is invalid. Character sets beyond ASCII are not supported.`,
    )
  }
}
