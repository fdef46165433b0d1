import type {
  ModifyTargetGroupInput,
  ModifyTargetGroupOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { routesChanged } from '../../../dataplane/data-plane.ts'
import type { Operation } from '../../../operation.ts'
import { validationError } from '../errors.ts'
import { balancing } from '../store.ts'
import { changedHealthCheck, shownTargetGroup, storedTargetGroup } from '../target-groups.ts'

/** Changes the health check of a target group. */
export const modifyTargetGroup: Operation<ModifyTargetGroupInput, ModifyTargetGroupOutput> = (
  input,
  { scope, sandbox },
) => {
  const document = storedTargetGroup(scope, input.TargetGroupArn)
  if (input.HealthCheckEnabled === false) {
    throw validationError(
      `Health check enabled must be true for target groups with target type '${document.TargetType}'`,
    )
  }
  const changed = { ...document, ...changedHealthCheck(document, input) }
  balancing(scope).targetGroups.put(document.TargetGroupArn, changed)
  routesChanged(sandbox, scope)
  return { TargetGroups: [shownTargetGroup(scope, changed)] }
}
