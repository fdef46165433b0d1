import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { putEvent } from '../events/put-event.ts'
import { applicationArn, groupArn } from './arns.ts'
import { codedeploy, groupKey } from './store.ts'
import type { DeploymentDocument } from './store.ts'

/** Sends "CodeDeploy Deployment State-change Notification". */
export function sendStateChange(
  sandbox: Sandbox,
  scope: Scope,
  deployment: DeploymentDocument,
  state: 'START' | 'READY' | 'SUCCESS' | 'FAILURE' | 'STOP',
): void {
  const { applicationName: application, deploymentGroupName: deploymentGroup, deploymentId } = deployment
  const group = codedeploy(scope).groups.get(groupKey(deployment))
  putEvent(sandbox, scope, {
    ...{ source: 'aws.codedeploy', detailType: 'CodeDeploy Deployment State-change Notification' },
    resources: [groupArn(scope, application, deploymentGroup), applicationArn(scope, application)],
    detail: {
      ...{ instanceGroupId: group?.deploymentGroupId, region: scope.region, application, deploymentGroup },
      ...{ deploymentId, state },
    },
  })
}
