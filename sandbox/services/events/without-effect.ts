import type { WithoutEffect } from '../../gateway/service.ts'

/** Parameters that are accepted and change nothing. */
export const withoutEffect: WithoutEffect = {
  PutRule: { RoleArn: 'kept, shown: log groups and functions need no role' },
  PutTargets: {
    'Targets[].RoleArn':
      'used for projects of CodeBuild and clusters of ECS; log groups and functions need none',
    'Targets[].RetryPolicy, DeadLetterConfig':
      'kept, shown: what cannot be delivered is in the log of the practice account',
    'Targets[].Arn': 'a log group needs no resource policy that lets EventBridge write',
  },
  PutEvents: { 'EndpointId, Entries[].TraceHeader': 'not used' },
  DeleteRule: {
    Force: 'there are no managed rules',
  },
  RemoveTargets: {
    Force: 'there are no managed rules',
  },
}
