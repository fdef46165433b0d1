import type { Service } from '@aws-sdk/client-ecs'
import type { OperationContext, Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { findCluster, lookupService } from '../ecs/lookup.ts'
import { updateService } from '../ecs/operations/update-service.ts'
import { serviceShape } from '../ecs/shapes.ts'

const ROLE = 'AWSServiceRoleForApplicationAutoScaling_ECSService'

export function roleArnOf({ accountId }: Pick<Scope, 'accountId'>): string {
  return `arn:aws:iam::${accountId}:role/aws-service-role/ecs.application-autoscaling.amazonaws.com/${ROLE}`
}

/** The ECS service that a resource id names, as DescribeServices answers it; undefined where there is none. */
export function describeService(scope: Scope, resourceId: string): Service | undefined {
  const [, clusterName, serviceName = ''] = resourceId.split('/')
  try {
    const service = lookupService(scope, findCluster(scope, clusterName), serviceName)
    return service?.status === 'ACTIVE' ? serviceShape(scope, service) : undefined
  } catch {
    // The cluster has gone.
    return undefined
  }
}

/** Sets the desired count through ECS itself, as the service-linked role. Throws what UpdateService throws. */
export function setDesiredCount(
  sandbox: Sandbox,
  scope: Scope,
  resourceId: string,
  desiredCount: number,
): void {
  const [, cluster, service] = resourceId.split('/')
  const { accountId, region } = scope
  const session = 'AutoScaling-UpdateDesiredCapacity'
  const context: OperationContext = {
    ...{ accountId, region, scope, sandbox, requestId: session },
    principal: {
      accountId,
      arn: `arn:aws:sts::${accountId}:assumed-role/${ROLE}/${session}`,
      userId: `AROAAUTOSCALING:${session}`,
      accessKeyId: '',
    },
  }
  void updateService({ cluster, service, desiredCount }, context)
}
