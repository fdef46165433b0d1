import type { WithoutEffect } from '../../gateway/service.ts'

const ACTIONS =
  'scaling policies act, and EventBridge is told of every change; topics and functions get nothing'

/** Parameters that are accepted and change nothing. */
export const withoutEffect: WithoutEffect = {
  GetMetricData: { LabelOptions: 'labels speak of no time' },
  ListMetrics: { 'IncludeLinkedAccounts, OwningAccount': 'no account is linked to another' },
  PutCompositeAlarm: {
    'AlarmActions, OKActions, InsufficientDataActions': ACTIONS,
    'ActionsSuppressorWaitPeriod, ActionsSuppressorExtensionPeriod': 'the suppressor counts at once',
    ActionConfiguration: 'actions are not muted',
  },
  PutMetricAlarm: {
    'AlarmActions, OKActions, InsufficientDataActions': ACTIONS,
    'EvaluateLowSampleCountPercentile, EvaluationInterval': 'percentiles of few values are evaluated',
    ActionConfiguration: 'actions are not muted',
  },
  PutMetricData: {
    'EntityMetricData, StrictEntityValidation': 'the data is kept, the entity is not',
  },
  DescribeAlarmHistory: {
    AlarmContributorId: 'alarms have no contributors',
  },
}
