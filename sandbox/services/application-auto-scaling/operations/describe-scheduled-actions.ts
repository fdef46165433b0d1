import type {
  DescribeScheduledActionsRequest,
  DescribeScheduledActionsResponse,
} from '@aws-sdk/client-application-auto-scaling'
import type { Operation } from '../../../operation.ts'
import { checkPlace, DIMENSION } from '../check.ts'
import { page } from '../pages.ts'
import { scaling } from '../store.ts'

export const describeScheduledActions: Operation<
  DescribeScheduledActionsRequest,
  DescribeScheduledActionsResponse
> = (input, { scope }) => {
  checkPlace(input)
  const { ScheduledActionNames, ResourceId } = input
  const found = scaling(scope)
    .scheduled.values()
    .filter(({ resourceId }) => ResourceId === undefined || resourceId === ResourceId)
    .filter(({ name }) => !ScheduledActionNames?.length || ScheduledActionNames.includes(name))
  const { items, ...more } = page(found, input)
  return {
    ScheduledActions: items.map(action => ({
      ScheduledActionName: action.name,
      ScheduledActionARN: action.arn,
      ServiceNamespace: 'ecs',
      Schedule: action.schedule,
      ...(action.timezone !== undefined && { Timezone: action.timezone }),
      ResourceId: action.resourceId,
      ScalableDimension: DIMENSION,
      ...(action.startAt !== undefined && { StartTime: new Date(action.startAt) }),
      ...(action.endAt !== undefined && { EndTime: new Date(action.endAt) }),
      ScalableTargetAction: action.action,
      CreationTime: new Date(action.createdAt),
    })),
    ...more,
  }
}
