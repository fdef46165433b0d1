import {
  DeploymentGroupAlreadyExistsException,
  DeploymentGroupNameRequiredException,
  InvalidDeploymentGroupNameException,
} from '@aws-sdk/client-codedeploy'
import type { CreateDeploymentGroupInput, CreateDeploymentGroupOutput } from '@aws-sdk/client-codedeploy'
import { randomUUID } from 'node:crypto'
import type { Operation } from '../../../operation.ts'
import { ALL_AT_ONCE } from '../configs.ts'
import { exception } from '../errors.ts'
import * as rules from '../group-rules.ts'
import { findApplication, findConfig } from '../lookup.ts'
import { codedeploy, groupKey } from '../store.ts'
import { checkedTags } from '../tags.ts'

/** Throws DeploymentGroupAlreadyExistsException and what the rules throw, in AWS's order. */
export const createDeploymentGroup: Operation<CreateDeploymentGroupInput, CreateDeploymentGroupOutput> = (
  input,
  { scope, sandbox },
) => {
  const { applicationName } = findApplication(scope, input.applicationName)
  const deploymentGroupName = input.deploymentGroupName ?? ''
  if (!deploymentGroupName) {
    throw exception(DeploymentGroupNameRequiredException, 'Deployment Group name is required')
  }
  if (!/^[A-Za-z0-9+=,.@_ -]{1,100}$/.test(deploymentGroupName)) {
    const message = `The deployment group name ${deploymentGroupName} is not valid`
    throw exception(InvalidDeploymentGroupNameException, message)
  }
  const { groups } = codedeploy(scope)
  if (groups.has(groupKey({ applicationName, deploymentGroupName }))) {
    throw exception(
      DeploymentGroupAlreadyExistsException,
      `Deployment Group already exists: ${deploymentGroupName}`,
    )
  }
  rules.checkForEcs(input)
  const config = findConfig(scope, input.deploymentConfigName ?? ALL_AT_ONCE)
  const group = {
    deploymentGroupId: randomUUID(),
    ...{ deploymentGroupName, applicationName, deploymentConfigName: config.deploymentConfigName },
    triggerConfigurations: input.triggerConfigurations ?? [],
    alarmConfiguration: rules.checkedAlarms(input.alarmConfiguration),
    autoRollbackConfiguration: rules.checkedRollback(input.autoRollbackConfiguration),
    loadBalancerInfo: rules.checkedLoadBalancer(input.loadBalancerInfo),
    blueGreenDeploymentConfiguration: rules.checkedBlueGreen(input.blueGreenDeploymentConfiguration),
    outdatedInstancesStrategy: input.outdatedInstancesStrategy ?? 'UPDATE',
    serviceRoleArn: rules.checkedRole(sandbox, input.serviceRoleArn),
    ecsService: rules.checkedService(scope, input.ecsServices, undefined),
    tags: checkedTags(input.tags),
  }
  groups.put(groupKey(group), group)
  return { deploymentGroupId: group.deploymentGroupId }
}
