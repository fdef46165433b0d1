import type { WithoutEffect } from '../../gateway/service.ts'

const GROUP = {
  triggerConfigurations: 'kept, shown: there is no SNS; EventBridge has the events',
  outdatedInstancesStrategy: 'kept, shown: it is about instances',
  terminationHookEnabled: 'not kept: it is about instances',
}

/** Parameters that are accepted and change nothing. */
export const withoutEffect: WithoutEffect = {
  CreateDeploymentGroup: GROUP,
  UpdateDeploymentGroup: GROUP,
  CreateDeployment: {
    'ignoreApplicationStopFailures, updateOutdatedInstancesOnly, fileExistsBehavior, deploymentMode':
      'not kept: they are about instances',
  },
}
