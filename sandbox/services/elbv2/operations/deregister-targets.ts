import type {
  DeregisterTargetsInput,
  DeregisterTargetsOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Operation } from '../../../operation.ts'
import { validationError } from '../errors.ts'
import { storedTargetGroup } from '../target-groups.ts'
import { deregisterTargets as deregister } from '../targets.ts'

/** Deregisters targets: from now on they drain. A target that is not registered is no error. */
export const deregisterTargets: Operation<DeregisterTargetsInput, DeregisterTargetsOutput> = (
  input,
  { scope, sandbox },
) => {
  const group = storedTargetGroup(scope, input.TargetGroupArn)
  if (!input.Targets?.length) throw validationError('At least one target must be specified')
  const targets = input.Targets.map(({ Id = '', Port }) => ({ id: Id, port: Port ?? group.Port ?? 80 }))
  deregister(sandbox, scope, group.TargetGroupArn, targets)
  return {}
}
