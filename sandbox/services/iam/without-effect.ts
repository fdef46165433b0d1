import type { WithoutEffect } from '../../gateway/service.ts'

/** Parameters that are accepted and change nothing. */
export const withoutEffect: WithoutEffect = {
  CreateServiceLinkedRole: { CustomSuffix: 'the role has the name without a suffix' },
  ListEntitiesForPolicy: { PolicyUsageFilter: 'entities of both usages are listed' },
  ListPolicies: { PolicyUsageFilter: 'policies of both usages are listed' },
}
