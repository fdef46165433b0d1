import type { WithoutEffect } from '../../gateway/service.ts'

const COMMON = {
  NotificationARNs: 'kept, shown: there is no SNS',
  ResourceTypes: 'not kept: IAM decides what may be made',
  DeploymentConfig: 'not kept',
  DisableValidation: 'nothing is looked at before a resource is made, but its properties’ names',
}

/** Parameters that are accepted and change nothing. */
export const withoutEffect: WithoutEffect = {
  CreateStack: COMMON,
  UpdateStack: COMMON,
  CreateChangeSet: {
    ...COMMON,
    IncludeNestedStacks: 'not kept: nested stacks are planned as one change',
  },
  ContinueUpdateRollback: { ForceRollback: 'name the resources to skip' },
  GetTemplateSummary: {
    'CallAs, StackSetName': 'there are no stack sets',
    TemplateSummaryConfig: 'types that are not known are never an error here',
  },
  DeleteStack: { DeploymentConfig: 'not kept' },
  RollbackStack: { DeploymentConfig: 'not kept' },
  ExecuteChangeSet: { DeploymentConfig: 'not kept' },
}
