import { InvalidTargetException } from '@aws-sdk/client-elastic-load-balancing-v2'
import type {
  RegisterTargetsInput,
  RegisterTargetsOutput,
  TargetDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Operation } from '../../../operation.ts'
import { contains } from '../../ec2/cidr.ts'
import { checkRange, exception, validationError } from '../errors.ts'
import type { TargetGroupDocument } from '../store.ts'
import { storedTargetGroup } from '../target-groups.ts'
import { registerTargets as register } from '../targets.ts'

const PRIVATE_RANGES = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10']

/** Registers targets by private IP address. */
export const registerTargets: Operation<RegisterTargetsInput, RegisterTargetsOutput> = (
  input,
  { scope, sandbox },
) => {
  const group = storedTargetGroup(scope, input.TargetGroupArn)
  if (!input.Targets?.length) throw validationError('At least one target must be specified')
  const targets = input.Targets.map(target => checked(target, group))
  register(sandbox, scope, group.TargetGroupArn, targets)
  return {}
}

function checked({ Id = '', Port, AvailabilityZone }: TargetDescription, group: TargetGroupDocument) {
  if (group.TargetType === 'instance') {
    throw exception(InvalidTargetException, `The following targets are not valid instances: '${Id}'`)
  }
  if (!PRIVATE_RANGES.some(range => contains(range, Id))) {
    throw validationError(
      `The IP address '${Id}' is not a valid IPv4 address of the VPC or of the private ranges ${PRIVATE_RANGES.join(', ')}`,
    )
  }
  checkRange(Port, 'targets.1.member.port', 1, 65535)
  return {
    id: Id,
    port: Port ?? group.Port ?? 80,
    ...(AvailabilityZone && { availabilityZone: AvailabilityZone }),
  }
}
