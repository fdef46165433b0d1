import type { GetDeploymentConfigInput, GetDeploymentConfigOutput } from '@aws-sdk/client-codedeploy'
import type { Operation } from '../../../operation.ts'
import { findConfig } from '../lookup.ts'
import { configShape } from '../shapes.ts'

/** Throws DeploymentConfigDoesNotExistException. */
export const getDeploymentConfig: Operation<GetDeploymentConfigInput, GetDeploymentConfigOutput> = (
  input,
  { scope },
) => ({ deploymentConfigInfo: configShape(findConfig(scope, input.deploymentConfigName)) })
