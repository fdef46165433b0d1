import type { GetGroupPolicyRequest, GetGroupPolicyResponse } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { inlinePolicy } from '../identity-policies.ts'
import { encodeDocument } from '../present.ts'
import { groupNamed, stateOf } from '../state.ts'

/** An inline policy of the group. */
export const getGroupPolicy: Operation<GetGroupPolicyRequest, GetGroupPolicyResponse> = (
  { GroupName, PolicyName = '' },
  context,
) => {
  const group = groupNamed(stateOf(context), GroupName)
  return {
    GroupName: group.GroupName,
    PolicyName,
    PolicyDocument: encodeDocument(inlinePolicy(group, 'group', PolicyName)),
  }
}
