import { InvalidTimeRangeException } from '@aws-sdk/client-codedeploy'
import type { ListDeploymentsInput, ListDeploymentsOutput } from '@aws-sdk/client-codedeploy'
import type { Operation } from '../../../operation.ts'
import { exception } from '../errors.ts'
import { checkNoToken, findApplication, findGroup } from '../lookup.ts'
import { codedeploy } from '../store.ts'

/** Newest first. Throws ApplicationDoesNotExistException, DeploymentGroupDoesNotExistException, …. */
export const listDeployments: Operation<ListDeploymentsInput, ListDeploymentsOutput> = (input, { scope }) => {
  const { applicationName, deploymentGroupName, includeOnlyStatuses: statuses, createTimeRange } = input
  if (applicationName) findApplication(scope, applicationName)
  // One is not to be given without the other.
  if (applicationName || deploymentGroupName) findGroup(scope, applicationName, deploymentGroupName)
  checkNoToken(input.nextToken)
  const from = createTimeRange?.start?.getTime() ?? 0
  const to = createTimeRange?.end?.getTime() ?? Infinity
  if (from > to) throw exception(InvalidTimeRangeException, 'The start of the time range is after its end')
  const found = codedeploy(scope)
    .deployments.values()
    .filter(
      deployment =>
        (!applicationName || deployment.applicationName === applicationName) &&
        (!deploymentGroupName || deployment.deploymentGroupName === deploymentGroupName) &&
        (!statuses?.length || statuses.includes(deployment.status)) &&
        !input.externalId &&
        deployment.createdAt >= from &&
        deployment.createdAt <= to,
    )
    .sort((a, b) => b.createdAt - a.createdAt)
  return { deployments: found.map(({ deploymentId }) => deploymentId) }
}
