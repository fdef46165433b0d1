import type { BatchGetDeploymentsInput, BatchGetDeploymentsOutput } from '@aws-sdk/client-codedeploy'
import { BatchLimitExceededException } from '@aws-sdk/client-codedeploy'
import type { Operation } from '../../../operation.ts'
import { exception } from '../errors.ts'
import { deploymentShape } from '../shapes.ts'
import { codedeploy } from '../store.ts'

const MOST = 25

/** Deployments that are not there are left out. Throws BatchLimitExceededException. */
export const batchGetDeployments: Operation<BatchGetDeploymentsInput, BatchGetDeploymentsOutput> = (
  input,
  { scope },
) => {
  const ids = input.deploymentIds ?? []
  if (ids.length > MOST) throw exception(BatchLimitExceededException, `At most ${MOST} deployments at a time`)
  const { deployments } = codedeploy(scope)
  return {
    deploymentsInfo: ids.flatMap(id => {
      const found = deployments.get(id)
      return found ? [deploymentShape(found)] : []
    }),
  }
}
