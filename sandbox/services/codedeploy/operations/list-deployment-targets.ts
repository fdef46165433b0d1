import type { ListDeploymentTargetsInput, ListDeploymentTargetsOutput } from '@aws-sdk/client-codedeploy'
import type { Operation } from '../../../operation.ts'
import { checkNoToken, findDeployment } from '../lookup.ts'
import { targetIdOf, targetShape } from '../shapes.ts'

/** Throws DeploymentDoesNotExistException. */
export const listDeploymentTargets: Operation<ListDeploymentTargetsInput, ListDeploymentTargetsOutput> = (
  input,
  { scope },
) => {
  const deployment = findDeployment(scope, input.deploymentId)
  checkNoToken(input.nextToken)
  const wanted = input.targetFilters?.TargetStatus
  const status = targetShape(scope, deployment).ecsTarget?.status
  const isWanted = !wanted?.length || (status !== undefined && wanted.includes(status))
  return { targetIds: isWanted ? [targetIdOf(deployment)] : [] }
}
