import type { WithoutEffect } from '../../gateway/service.ts'

/** Parameters that are accepted and change nothing. */
export const withoutEffect: WithoutEffect = {
  GetResources: {
    TagsPerPage: 'pages are counted in resources',
    'IncludeComplianceDetails, ExcludeCompliantResources': 'there are no tag policies',
  },
}
