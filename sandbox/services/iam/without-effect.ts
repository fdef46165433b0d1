import type { WithoutEffect } from '../../gateway/service.ts'

const SIMULATED = {
  CallerArn: 'the caller is who the policies are of',
  OrderedOrganizationPolicyInputList: 'accounts are in no organization',
  ResourceHandlingOption: 'each resource is judged by itself',
  ResourceOwner: 'the owner is the account',
  ResourcePolicy: 'only policies of identities are judged',
}

/** Parameters that are accepted and change nothing. */
export const withoutEffect: WithoutEffect = {
  CreateServiceLinkedRole: { CustomSuffix: 'the role has the name without a suffix' },
  ListEntitiesForPolicy: { PolicyUsageFilter: 'entities of both usages are listed' },
  ListPolicies: { PolicyUsageFilter: 'policies of both usages are listed' },
  SimulateCustomPolicy: SIMULATED,
  SimulatePrincipalPolicy: SIMULATED,
}
