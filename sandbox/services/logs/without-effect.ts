import type { WithoutEffect } from '../../gateway/service.ts'

const ACCOUNT_WIDE = {
  'resourceArn, policyScope, expectedRevisionId': 'policies are those of the account and region',
}

/** Parameters that are accepted and change nothing. */
export const withoutEffect: WithoutEffect = {
  DescribeLogGroups: { 'accountIdentifiers, includeLinkedAccounts': 'no account is linked to another' },
  FilterLogEvents: { interleaved: 'as on AWS, always true', unmask: 'nothing is masked' },
  GetLogEvents: { unmask: 'nothing is masked' },
  PutMetricFilter: {
    'applyOnTransformedLogs, fieldSelectionCriteria, emitSystemFieldDimensions': 'logs are not transformed',
  },
  PutResourcePolicy: ACCOUNT_WIDE,
  DescribeResourcePolicies: ACCOUNT_WIDE,
  DeleteResourcePolicy: ACCOUNT_WIDE,
  PutLogEvents: { sequenceToken: 'as on AWS, any is accepted', entity: 'not kept' },
}
