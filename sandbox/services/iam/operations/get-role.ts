import type { GetRoleRequest, GetRoleResponse } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { presentRole } from '../present.ts'
import { roleNamed, stateOf } from '../state.ts'

/** A role with its trust policy and tags. */
export const getRole: Operation<GetRoleRequest, GetRoleResponse> = ({ RoleName }, context) => ({
  Role: presentRole(roleNamed(stateOf(context), RoleName)),
})
