import type {
  DescribeTargetHealthInput,
  DescribeTargetHealthOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Operation } from '../../../operation.ts'
import { targetsOf } from '../store.ts'
import { storedTargetGroup } from '../target-groups.ts'
import { NOT_REGISTERED } from '../target-states.ts'
import { targetHealth } from '../targets.ts'

/** Health of all targets of a group, or of the named ones. */
export const describeTargetHealth: Operation<DescribeTargetHealthInput, DescribeTargetHealthOutput> = (
  input,
  { scope, sandbox },
) => {
  const group = storedTargetGroup(scope, input.TargetGroupArn)
  const all = targetHealth(sandbox, scope, group.TargetGroupArn)
  const named = input.Targets?.map(({ Id = '', Port = group.Port ?? 80 }) => ({ id: Id, port: Port }))
  const zones = new Map(
    targetsOf(scope, group.TargetGroupArn).map(target => [
      `${target.Id}:${target.Port}`,
      target.AvailabilityZone,
    ]),
  )
  const wanted = named?.length
    ? named.map(
        target =>
          all.find(t => t.id === target.id && t.port === target.port) ?? { ...target, ...NOT_REGISTERED },
      )
    : all
  return {
    TargetHealthDescriptions: wanted.map(({ id, port, state, reason, description }) => {
      const zone = zones.get(`${id}:${port}`)
      return {
        Target: { Id: id, Port: port, ...(zone && { AvailabilityZone: zone }) },
        HealthCheckPort: group.HealthCheckPort === 'traffic-port' ? String(port) : group.HealthCheckPort,
        TargetHealth: {
          State: state,
          ...(reason && { Reason: reason }),
          ...(description && { Description: description }),
        },
        AdministrativeOverride: {
          State: 'no_override' as const,
          Reason: 'AdministrativeOverride.NoOverride' as const,
          Description: 'No override is currently active on target',
        },
      }
    }),
  }
}
