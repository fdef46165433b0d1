import type { DeleteApplicationInput } from '@aws-sdk/client-codedeploy'
import { ApplicationNameRequiredException } from '@aws-sdk/client-codedeploy'
import type { Operation } from '../../../operation.ts'
import { exception } from '../errors.ts'
import { codedeploy, groupKey } from '../store.ts'

/** Deletes an application with its groups and deployments; one that is not there is deleted already. */
export const deleteApplication: Operation<DeleteApplicationInput, object> = (input, { scope }) => {
  const { applicationName } = input
  if (!applicationName) throw exception(ApplicationNameRequiredException, 'Application name is required')
  const { applications, groups, deployments } = codedeploy(scope)
  applications.delete(applicationName)
  for (const group of groups.values()) {
    if (group.applicationName === applicationName) groups.delete(groupKey(group))
  }
  for (const deployment of deployments.values()) {
    if (deployment.applicationName === applicationName) deployments.delete(deployment.deploymentId)
  }
  return {}
}
