import type { ListEntitiesForPolicyRequest, ListEntitiesForPolicyResponse } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { managedPolicies } from '../managed-policies.ts'
import { policyAt } from '../policies.ts'
import { stateOf } from '../state.ts'
import type { Identity } from '../store.ts'

/** Who has a managed policy attached. */
export const listEntitiesForPolicy: Operation<ListEntitiesForPolicyRequest, ListEntitiesForPolicyResponse> = (
  { PolicyArn = '', EntityFilter },
  context,
) => {
  const state = stateOf(context)
  if (!managedPolicies().has(PolicyArn)) policyAt(state, PolicyArn)
  const attached = ({ attachedPolicies }: Identity) => attachedPolicies.includes(PolicyArn)
  const wants = (kind: string) => EntityFilter === undefined || EntityFilter === kind
  const roles = wants('Role') ? state.roles.values().filter(attached) : []
  const users = wants('User') ? state.users.values().filter(attached) : []
  const groups = wants('Group') ? state.groups.values().filter(attached) : []
  return {
    PolicyGroups: groups.map(({ GroupName, GroupId }) => ({ GroupName, GroupId })),
    PolicyRoles: roles.map(({ RoleName, RoleId }) => ({ RoleName, RoleId })),
    PolicyUsers: users.map(({ UserName, UserId }) => ({ UserName, UserId })),
    IsTruncated: false,
  }
}
