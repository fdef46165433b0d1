import type { WithoutEffect } from '../../gateway/service.ts'

/** Parameters that are accepted and change nothing. */
export const withoutEffect: WithoutEffect = {
  GetMetricData: { LabelOptions: 'labels speak of no time' },
  ListMetrics: { 'IncludeLinkedAccounts, OwningAccount': 'no account is linked to another' },
  PutMetricData: {
    'EntityMetricData, StrictEntityValidation': 'the data is kept, the entity is not',
  },
}
