import type { DeleteDeploymentGroupInput, DeleteDeploymentGroupOutput } from '@aws-sdk/client-codedeploy'
import {
  ApplicationNameRequiredException,
  DeploymentGroupNameRequiredException,
} from '@aws-sdk/client-codedeploy'
import type { Operation } from '../../../operation.ts'
import { exception } from '../errors.ts'
import { codedeploy, groupKey } from '../store.ts'

/** One that is not there is deleted already. */
export const deleteDeploymentGroup: Operation<DeleteDeploymentGroupInput, DeleteDeploymentGroupOutput> = (
  { applicationName, deploymentGroupName },
  { scope },
) => {
  if (!applicationName) throw exception(ApplicationNameRequiredException, 'Application name is required')
  if (!deploymentGroupName) {
    throw exception(DeploymentGroupNameRequiredException, 'Deployment Group name is required')
  }
  codedeploy(scope).groups.delete(groupKey({ applicationName, deploymentGroupName }))
  return { hooksNotCleanedUp: [] }
}
