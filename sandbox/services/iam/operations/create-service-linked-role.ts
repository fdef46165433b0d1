import type { CreateServiceLinkedRoleRequest, CreateServiceLinkedRoleResponse } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { presentRole } from '../present.ts'
import { createServiceLinkedRole as create } from '../service-linked-roles.ts'
import { stateOf } from '../state.ts'

/** Creates the role through which a service acts in the account. */
export const createServiceLinkedRole: Operation<
  CreateServiceLinkedRoleRequest,
  CreateServiceLinkedRoleResponse
> = ({ AWSServiceName = '' }, context) => ({
  Role: presentRole(create(stateOf(context), AWSServiceName, context.sandbox.clock.now()), true),
})
