import { ScalableDimension, ServiceNamespace } from '@aws-sdk/client-application-auto-scaling'
import { AwsError } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { notFound, validation } from './errors.ts'
import { scaling } from './store.ts'
import type { TargetDocument } from './store.ts'

/** The one dimension that is scaled here. */
export const DIMENSION = 'ecs:service:DesiredCount'

interface Place {
  ServiceNamespace?: string | undefined
  ResourceId?: string | undefined
  ScalableDimension?: string | undefined
}

/** Throws ValidationException for what AWS does not know, NotImplemented for what only AWS scales. */
export function checkPlace({
  ServiceNamespace: namespace = '',
  ResourceId,
  ScalableDimension: dimension,
}: Place): void {
  oneOf(namespace, 'serviceNamespace', Object.values(ServiceNamespace))
  if (namespace !== 'ecs') {
    throw new AwsError(
      'NotImplemented',
      `The practice account scales ECS services only, not the service namespace ${namespace}.`,
      501,
    )
  }
  if (dimension !== undefined) {
    oneOf(dimension, 'scalableDimension', Object.values(ScalableDimension))
    if (dimension !== DIMENSION)
      throw validation(`Unsupported service namespace, resource type or scalable dimension`)
  }
  if (ResourceId !== undefined && !/^service\/[^/]+\/[^/]+$/.test(ResourceId)) {
    throw validation('Unsupported service namespace, resource type or scalable dimension')
  }
}

/** The scalable target. Throws ObjectNotFoundException, which says `registered` where a policy or an action is put, else `found`. */
export function findTarget(
  scope: Scope,
  resourceId: string,
  absent: 'found' | 'registered' = 'registered',
): TargetDocument {
  const target = scaling(scope).targets.get(resourceId)
  if (!target) {
    throw notFound(
      `No scalable target ${absent} for service namespace: ecs, resource ID: ${resourceId}, scalable dimension: ${DIMENSION}`,
    )
  }
  return target
}

export function oneOf(value: string, name: string, values: readonly string[]): void {
  if (values.includes(value)) return
  throw validation(
    `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: Member must satisfy enum value set: [${values.join(', ')}]`,
  )
}

/** Throws ValidationException unless it is a whole number from 0 on. */
export function checkCapacity(value: number | undefined, name: string): void {
  if (value === undefined || (Number.isInteger(value) && value >= 0)) return
  throw validation(
    `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: Member must have value greater than or equal to 0`,
  )
}
