import {
  DeploymentGroupNameRequiredException,
  DeploymentLimitExceededException,
} from '@aws-sdk/client-codedeploy'
import type { CreateDeploymentInput, CreateDeploymentOutput } from '@aws-sdk/client-codedeploy'
import type { Operation } from '../../../operation.ts'
import { exception, notThere } from '../errors.ts'
import { checkedAlarms, checkedRollback } from '../group-rules.ts'
import { findConfig, findGroup, isOver } from '../lookup.ts'
import { addDeployment } from '../new-deployment.ts'
import { checkedRevision, readRevision } from '../revision.ts'
import { codedeploy, groupKey } from '../store.ts'

/** Begins a deployment. Throws DeploymentLimitExceededException while the group has another, InvalidRevisionException, …. */
export const createDeployment: Operation<CreateDeploymentInput, CreateDeploymentOutput> = async (
  input,
  { scope, sandbox },
) => {
  const find = () => findGroup(scope, input.applicationName, input.deploymentGroupName)
  if (!input.deploymentGroupName) {
    throw exception(DeploymentGroupNameRequiredException, 'Deployment Group name is required')
  }
  if (input.targetInstances) throw notThere('targetInstances, which are about instances: leave them out')
  const { serviceRoleArn } = find()
  const revision = checkedRevision(input.revision)
  const wished = {
    description: input.description,
    autoRollbackConfiguration:
      input.autoRollbackConfiguration && checkedRollback(input.autoRollbackConfiguration),
    alarmConfiguration: input.overrideAlarmConfiguration && checkedAlarms(input.overrideAlarmConfiguration),
  }
  const appSpec = await readRevision(sandbox, scope, revision, serviceRoleArn)
  // While an object of S3 was read, the group may have changed.
  const group = find()
  const config = findConfig(scope, input.deploymentConfigName ?? group.deploymentConfigName)
  const active = codedeploy(scope)
    .deployments.values()
    .find(deployment => groupKey(deployment) === groupKey(group) && !isOver(deployment))
  if (active) {
    throw exception(
      DeploymentLimitExceededException,
      `The Deployment Group '${group.deploymentGroupName}' already has an active Deployment '${active.deploymentId}'`,
    )
  }
  const { deploymentId } = addDeployment(sandbox, scope, { group, config, revision, appSpec, ...wished })
  return { deploymentId }
}
