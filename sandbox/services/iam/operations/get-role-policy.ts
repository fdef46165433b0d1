import type { GetRolePolicyRequest, GetRolePolicyResponse } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { inlinePolicy } from '../identity-policies.ts'
import { encodeDocument } from '../present.ts'
import { roleNamed, stateOf } from '../state.ts'

/** An inline policy of the role. */
export const getRolePolicy: Operation<GetRolePolicyRequest, GetRolePolicyResponse> = (
  { RoleName, PolicyName = '' },
  context,
) => {
  const role = roleNamed(stateOf(context), RoleName)
  return {
    RoleName: role.RoleName,
    PolicyName,
    PolicyDocument: encodeDocument(inlinePolicy(role, 'role', PolicyName)),
  }
}
