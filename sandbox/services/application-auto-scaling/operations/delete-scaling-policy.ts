import type { DeleteScalingPolicyRequest } from '@aws-sdk/client-application-auto-scaling'
import type { Operation } from '../../../operation.ts'
import { checkPlace, DIMENSION } from '../check.ts'
import { notFound } from '../errors.ts'
import { deletePolicy } from '../policies.ts'
import { namedKey, scaling } from '../store.ts'

export const deleteScalingPolicy: Operation<DeleteScalingPolicyRequest, object> = (
  input,
  { scope, sandbox },
) => {
  checkPlace(input)
  const { PolicyName = '', ResourceId = '' } = input
  const policy = scaling(scope).policies.get(namedKey(ResourceId, PolicyName))
  if (!policy) {
    throw notFound(
      `No scaling policy found for service namespace: ecs, resource ID: ${ResourceId}, scalable dimension: ${DIMENSION}, policy name: ${PolicyName}`,
    )
  }
  deletePolicy(sandbox, scope, policy)
  return {}
}
