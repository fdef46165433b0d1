import type {
  DescribeScalableTargetsRequest,
  DescribeScalableTargetsResponse,
} from '@aws-sdk/client-application-auto-scaling'
import type { Operation } from '../../../operation.ts'
import { checkPlace, DIMENSION } from '../check.ts'
import { page } from '../pages.ts'
import { scaling } from '../store.ts'

export const describeScalableTargets: Operation<
  DescribeScalableTargetsRequest,
  DescribeScalableTargetsResponse
> = (input, { scope }) => {
  checkPlace(input)
  const { ResourceIds } = input
  const found = scaling(scope)
    .targets.values()
    .filter(({ resourceId }) => !ResourceIds?.length || ResourceIds.includes(resourceId))
  const { items, ...more } = page(found, input)
  return {
    ScalableTargets: items.map(target => ({
      ServiceNamespace: 'ecs',
      ResourceId: target.resourceId,
      ScalableDimension: DIMENSION,
      MinCapacity: target.minCapacity,
      MaxCapacity: target.maxCapacity,
      RoleARN: target.roleArn,
      CreationTime: new Date(target.createdAt),
      SuspendedState: target.suspended,
      ScalableTargetARN: target.arn,
    })),
    ...more,
  }
}
