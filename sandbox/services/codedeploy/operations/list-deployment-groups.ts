import type { ListDeploymentGroupsInput, ListDeploymentGroupsOutput } from '@aws-sdk/client-codedeploy'
import type { Operation } from '../../../operation.ts'
import { checkNoToken, findApplication } from '../lookup.ts'
import { codedeploy } from '../store.ts'

/** Throws ApplicationDoesNotExistException. */
export const listDeploymentGroups: Operation<ListDeploymentGroupsInput, ListDeploymentGroupsOutput> = (
  input,
  { scope },
) => {
  const { applicationName } = findApplication(scope, input.applicationName)
  checkNoToken(input.nextToken)
  const names = codedeploy(scope)
    .groups.values()
    .filter(group => group.applicationName === applicationName)
    .map(({ deploymentGroupName }) => deploymentGroupName)
  return { applicationName, deploymentGroups: names.sort() }
}
