import type { GetDeploymentInput, GetDeploymentOutput } from '@aws-sdk/client-codedeploy'
import type { Operation } from '../../../operation.ts'
import { findDeployment } from '../lookup.ts'
import { deploymentShape } from '../shapes.ts'

/** Throws DeploymentDoesNotExistException. */
export const getDeployment: Operation<GetDeploymentInput, GetDeploymentOutput> = (input, { scope }) => ({
  deploymentInfo: deploymentShape(findDeployment(scope, input.deploymentId)),
})
