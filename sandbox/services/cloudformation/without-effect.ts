import type { WithoutEffect } from '../../gateway/service.ts'

const COMMON = {
  NotificationARNs: 'kept, shown: there is no SNS',
  RollbackConfiguration: 'not kept: alarms do not roll stacks back',
  ResourceTypes: 'not kept: IAM decides what may be made',
  'DeploymentConfig, RetainExceptOnCreate': 'not kept',
  'StackPolicyBody, StackPolicyURL': 'not enforced',
  DisableValidation: 'nothing is looked at before a resource is made, but its properties’ names',
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
  ContinueUpdateRollback: { ForceRollback: 'name the resources to skip' },
  GetTemplate: { TemplateStage: 'there are no macros: both stages are one' },
  GetTemplateSummary: {
    'CallAs, StackSetName': 'there are no stack sets',
    TemplateSummaryConfig: 'types that are not known are never an error here',
  },
  DeleteStack: { DeploymentConfig: 'not kept' },
}
