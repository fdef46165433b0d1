import type { CreateRoleRequest, CreateRoleResponse } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { alreadyExists } from '../errors.ts'
import { checkedBoundary } from '../identity-policies.ts'
import { presentRole } from '../present.ts'
import { isNamed, stateOf } from '../state.ts'
import { type Role, uniqueId } from '../store.ts'
import { checkTrustPolicy } from '../trust-policy.ts'
import { checkedPath, checkedSessionDuration, checkName, withTags } from '../validate.ts'

/** Creates a role that the principals of its trust policy may assume. */
export const createRole: Operation<CreateRoleRequest, CreateRoleResponse> = (input, context) => {
  const { RoleName = '', AssumeRolePolicyDocument = '', Description, PermissionsBoundary, Tags } = input
  const state = stateOf(context)
  const { sandbox, accountId } = context
  checkName('roleName', RoleName, 64)
  const Path = checkedPath(input.Path)
  const MaxSessionDuration = checkedSessionDuration(input.MaxSessionDuration)
  checkTrustPolicy(sandbox.store, state, AssumeRolePolicyDocument)
  if (
    isNamed(
      state.roles.values().map(held => held.RoleName),
      RoleName,
    )
  )
    throw alreadyExists(`Role with name ${RoleName} already exists.`)
  const role: Role = {
    RoleName,
    RoleId: uniqueId('AROA'),
    Path,
    Arn: `arn:aws:iam::${accountId}:role${Path}${RoleName}`,
    ...(Description !== undefined && { Description }),
    createdAt: sandbox.clock.now(),
    assumeRolePolicy: AssumeRolePolicyDocument,
    MaxSessionDuration,
    inlinePolicies: {},
    attachedPolicies: [],
    ...(PermissionsBoundary !== undefined && {
      permissionsBoundary: checkedBoundary(state, PermissionsBoundary),
    }),
    tags: withTags([], Tags),
  }
  state.roles.put(RoleName, role)
  const { RoleLastUsed: _unused, ...Role } = presentRole(role)
  return { Role }
}
