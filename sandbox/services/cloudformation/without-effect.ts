import type { WithoutEffect } from '../../gateway/service.ts'

const COMMON = {
  NotificationARNs: 'kept, shown: there is no SNS',
  RollbackConfiguration: 'not kept: alarms do not roll stacks back',
  ResourceTypes: 'not kept: IAM decides what may be made',
  'DeploymentConfig, RetainExceptOnCreate': 'not kept',
  'StackPolicyBody, StackPolicyURL': 'not enforced',
}

/** Parameters that are accepted and change nothing. */
export const withoutEffect: WithoutEffect = {
  CreateStack: { ...COMMON, TimeoutInMinutes: 'kept, shown' },
  UpdateStack: {
    ...COMMON,
    'StackPolicyDuringUpdateBody, StackPolicyDuringUpdateURL': 'not kept: stack policies are not enforced',
  },
  CreateChangeSet: {
    ...COMMON,
    IncludeNestedStacks: 'not kept: nested stacks are planned as one change',
    ClientToken: 'not kept',
  },
  SetStackPolicy: { StackPolicyBody: 'kept, shown, not enforced' },
  DeleteStack: { DeploymentConfig: 'not kept' },
}
