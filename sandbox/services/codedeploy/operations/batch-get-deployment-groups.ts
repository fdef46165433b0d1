import type {
  BatchGetDeploymentGroupsInput,
  BatchGetDeploymentGroupsOutput,
} from '@aws-sdk/client-codedeploy'
import type { Operation } from '../../../operation.ts'
import { findApplication } from '../lookup.ts'
import { groupShape } from '../shapes.ts'
import { codedeploy, groupKey } from '../store.ts'

/** Groups that are not there are left out. Throws ApplicationDoesNotExistException. */
export const batchGetDeploymentGroups: Operation<
  BatchGetDeploymentGroupsInput,
  BatchGetDeploymentGroupsOutput
> = (input, { scope }) => {
  const { applicationName } = findApplication(scope, input.applicationName)
  const { groups } = codedeploy(scope)
  return {
    deploymentGroupsInfo: (input.deploymentGroupNames ?? []).flatMap(deploymentGroupName => {
      const found = groups.get(groupKey({ applicationName, deploymentGroupName }))
      return found ? [groupShape(scope, found)] : []
    }),
  }
}
