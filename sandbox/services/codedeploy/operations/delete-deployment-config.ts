import {
  DeploymentConfigInUseException,
  DeploymentConfigNameRequiredException,
  InvalidOperationException,
} from '@aws-sdk/client-codedeploy'
import type { DeleteDeploymentConfigInput } from '@aws-sdk/client-codedeploy'
import type { Operation } from '../../../operation.ts'
import { PREDEFINED } from '../configs.ts'
import { exception } from '../errors.ts'
import { codedeploy } from '../store.ts'

/** Throws DeploymentConfigInUseException, and InvalidOperationException for a predefined one. */
export const deleteDeploymentConfig: Operation<DeleteDeploymentConfigInput, object> = (
  { deploymentConfigName: name },
  { scope },
) => {
  if (!name) {
    throw exception(DeploymentConfigNameRequiredException, 'Deployment configuration name is required')
  }
  if (PREDEFINED.has(name)) {
    throw exception(
      InvalidOperationException,
      `The predefined deployment configuration ${name} cannot be deleted`,
    )
  }
  const { configs, groups } = codedeploy(scope)
  if (groups.values().some(({ deploymentConfigName }) => deploymentConfigName === name)) {
    throw exception(DeploymentConfigInUseException, `The deployment configuration ${name} is in use`)
  }
  configs.delete(name)
  return {}
}
