import type { WithoutEffect } from '../../gateway/service.ts'

/** Parameters that are accepted and change nothing. */
export const withoutEffect: WithoutEffect = {
  DescribeLogGroups: { 'accountIdentifiers, includeLinkedAccounts': 'no account is linked to another' },
  FilterLogEvents: { interleaved: 'as on AWS, always true', unmask: 'nothing is masked' },
  GetLogEvents: { unmask: 'nothing is masked' },
  PutMetricFilter: {
    'applyOnTransformedLogs, fieldSelectionCriteria, emitSystemFieldDimensions': 'logs are not transformed',
  },
  PutLogEvents: { sequenceToken: 'as on AWS, any is accepted', entity: 'not kept' },
}
