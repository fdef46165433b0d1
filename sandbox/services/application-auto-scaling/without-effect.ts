import type { WithoutEffect } from '../../gateway/service.ts'

/** Parameters that are accepted and change nothing. */
export const withoutEffect: WithoutEffect = {
  DescribeScalingActivities: { IncludeNotScaledActivities: 'what was not done is not written down' },
  PutScalingPolicy: {
    MetricAggregationType: 'the alarm’s own statistic counts',
    PredictiveScalingPolicyConfiguration: 'predictive policies are refused',
  },
  RegisterScalableTarget: { RoleARN: 'ECS services are always scaled by the service-linked role, as on AWS' },
}
