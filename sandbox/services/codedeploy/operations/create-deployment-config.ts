import { DeploymentConfigAlreadyExistsException } from '@aws-sdk/client-codedeploy'
import type { CreateDeploymentConfigInput, CreateDeploymentConfigOutput } from '@aws-sdk/client-codedeploy'
import { randomUUID } from 'node:crypto'
import type { Operation } from '../../../operation.ts'
import { checkedConfig } from '../configs.ts'
import { exception } from '../errors.ts'
import { codedeploy } from '../store.ts'

/** Throws DeploymentConfigAlreadyExistsException, InvalidTrafficRoutingConfigurationException, …. */
export const createDeploymentConfig: Operation<CreateDeploymentConfigInput, CreateDeploymentConfigOutput> = (
  input,
  { scope, sandbox },
) => {
  const trafficRoutingConfig = checkedConfig(input)
  const deploymentConfigName = input.deploymentConfigName ?? ''
  const { configs } = codedeploy(scope)
  if (configs.has(deploymentConfigName)) {
    throw exception(
      DeploymentConfigAlreadyExistsException,
      `Deployment Configuration already exists: ${deploymentConfigName}`,
    )
  }
  const deploymentConfigId = randomUUID()
  configs.put(deploymentConfigName, {
    ...{ deploymentConfigId, deploymentConfigName, trafficRoutingConfig, computePlatform: 'ECS' },
    createdAt: sandbox.clock.now(),
  })
  return { deploymentConfigId }
}
