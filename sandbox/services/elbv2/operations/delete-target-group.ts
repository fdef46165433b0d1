import { ResourceInUseException } from '@aws-sdk/client-elastic-load-balancing-v2'
import type {
  DeleteTargetGroupInput,
  DeleteTargetGroupOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { routesChanged } from '../../../dataplane/data-plane.ts'
import type { Operation } from '../../../operation.ts'
import { exception } from '../errors.ts'
import { balancing, loadBalancersOf, targetKey, targetsOf } from '../store.ts'

/** Deletes a target group that no listener or rule uses; one that is not there is no error. */
export const deleteTargetGroup: Operation<DeleteTargetGroupInput, DeleteTargetGroupOutput> = (
  { TargetGroupArn = '' },
  { scope, sandbox },
) => {
  const { targetGroups, targets } = balancing(scope)
  if (loadBalancersOf(scope, TargetGroupArn).length > 0) {
    throw exception(
      ResourceInUseException,
      `Target group '${TargetGroupArn}' is currently in use by a listener or a rule`,
    )
  }
  for (const target of targetsOf(scope, TargetGroupArn)) targets.delete(targetKey(target))
  targetGroups.delete(TargetGroupArn)
  routesChanged(sandbox, scope)
  return {}
}
