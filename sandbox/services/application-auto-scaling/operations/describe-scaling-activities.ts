import type {
  DescribeScalingActivitiesRequest,
  DescribeScalingActivitiesResponse,
} from '@aws-sdk/client-application-auto-scaling'
import type { Operation } from '../../../operation.ts'
import { activitiesOf, settleActivities } from '../activities.ts'
import { checkPlace, DIMENSION } from '../check.ts'
import { page } from '../pages.ts'
import { scaling } from '../store.ts'

export const describeScalingActivities: Operation<
  DescribeScalingActivitiesRequest,
  DescribeScalingActivitiesResponse
> = (input, { scope, sandbox }) => {
  checkPlace(input)
  const { activities } = scaling(scope)
  const resources = new Set(activities.values().map(({ resourceId }) => resourceId))
  const wanted = [...resources].filter(id => input.ResourceId === undefined || id === input.ResourceId)
  for (const id of wanted) settleActivities(sandbox, scope, id)
  const found = wanted
    .flatMap(id => activitiesOf(scope, id).reverse())
    .sort((a, b) => b.startedAt - a.startedAt)
  const { items, ...more } = page(found, input)
  return {
    ScalingActivities: items.map(activity => ({
      ActivityId: activity.id,
      ServiceNamespace: 'ecs',
      ResourceId: activity.resourceId,
      ScalableDimension: DIMENSION,
      Description: activity.description,
      Cause: activity.cause,
      StartTime: new Date(activity.startedAt),
      ...(activity.endedAt !== undefined && { EndTime: new Date(activity.endedAt) }),
      StatusCode: activity.status,
      StatusMessage: activity.message,
    })),
    ...more,
  }
}
