import { DeploymentGroupAlreadyExistsException } from '@aws-sdk/client-codedeploy'
import type { UpdateDeploymentGroupInput, UpdateDeploymentGroupOutput } from '@aws-sdk/client-codedeploy'
import type { Operation } from '../../../operation.ts'
import { exception } from '../errors.ts'
import * as rules from '../group-rules.ts'
import { findConfig, findGroup } from '../lookup.ts'
import { codedeploy, groupKey } from '../store.ts'
import type { GroupDocument } from '../store.ts'

/** Changes what is given; deployments under way keep what they began with. Throws as CreateDeploymentGroup does. */
export const updateDeploymentGroup: Operation<UpdateDeploymentGroupInput, UpdateDeploymentGroupOutput> = (
  input,
  { scope, sandbox },
) => {
  const group = findGroup(scope, input.applicationName, input.currentDeploymentGroupName)
  const { groups, deployments } = codedeploy(scope)
  const { newDeploymentGroupName, serviceRoleArn, deploymentConfigName, ecsServices } = input
  rules.checkForEcs(input)
  const next: GroupDocument = {
    ...group,
    ...(newDeploymentGroupName && { deploymentGroupName: newDeploymentGroupName }),
    ...(deploymentConfigName && {
      deploymentConfigName: findConfig(scope, deploymentConfigName).deploymentConfigName,
    }),
    ...(input.triggerConfigurations && { triggerConfigurations: input.triggerConfigurations }),
    ...(input.alarmConfiguration && { alarmConfiguration: rules.checkedAlarms(input.alarmConfiguration) }),
    ...(input.autoRollbackConfiguration && {
      autoRollbackConfiguration: rules.checkedRollback(input.autoRollbackConfiguration),
    }),
    ...(input.loadBalancerInfo && { loadBalancerInfo: rules.checkedLoadBalancer(input.loadBalancerInfo) }),
    ...(input.blueGreenDeploymentConfiguration && {
      blueGreenDeploymentConfiguration: rules.checkedBlueGreen(input.blueGreenDeploymentConfiguration),
    }),
    ...(input.outdatedInstancesStrategy && { outdatedInstancesStrategy: input.outdatedInstancesStrategy }),
    ...(serviceRoleArn && { serviceRoleArn: rules.checkedRole(sandbox, serviceRoleArn) }),
    ...(ecsServices && { ecsService: rules.checkedService(scope, ecsServices, group.deploymentGroupId) }),
  }
  const [before, after] = [groupKey(group), groupKey(next)]
  if (before !== after) {
    if (groups.has(after)) {
      throw exception(
        DeploymentGroupAlreadyExistsException,
        `Deployment Group already exists: ${next.deploymentGroupName}`,
      )
    }
    groups.delete(before)
    for (const deployment of deployments.values()) {
      if (groupKey(deployment) !== before) continue
      deployments.put(deployment.deploymentId, {
        ...deployment,
        deploymentGroupName: next.deploymentGroupName,
      })
    }
  }
  groups.put(after, next)
  return { hooksNotCleanedUp: [] }
}
