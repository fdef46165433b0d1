import type { GetDeploymentGroupInput, GetDeploymentGroupOutput } from '@aws-sdk/client-codedeploy'
import type { Operation } from '../../../operation.ts'
import { findGroup } from '../lookup.ts'
import { groupShape } from '../shapes.ts'

/** Throws ApplicationDoesNotExistException, DeploymentGroupDoesNotExistException. */
export const getDeploymentGroup: Operation<GetDeploymentGroupInput, GetDeploymentGroupOutput> = (
  input,
  { scope },
) => ({
  deploymentGroupInfo: groupShape(scope, findGroup(scope, input.applicationName, input.deploymentGroupName)),
})
