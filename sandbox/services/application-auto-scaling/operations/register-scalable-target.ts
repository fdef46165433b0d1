import type {
  RegisterScalableTargetRequest,
  RegisterScalableTargetResponse,
} from '@aws-sdk/client-application-auto-scaling'
import { hexId } from '../../../ids.ts'
import type { Operation } from '../../../operation.ts'
import { checkCapacity, checkPlace } from '../check.ts'
import { describeService, roleArnOf } from '../ecs-service.ts'
import { validation } from '../errors.ts'
import { scaling } from '../store.ts'
import { checkTags } from '../tags.ts'
import { enforceLimits } from '../targets.ts'

export const registerScalableTarget: Operation<
  RegisterScalableTargetRequest,
  RegisterScalableTargetResponse
> = (input, { scope, sandbox }) => {
  checkPlace(input)
  const { ResourceId: resourceId = '', MinCapacity, MaxCapacity, SuspendedState, Tags } = input
  checkCapacity(MinCapacity, 'minCapacity')
  checkCapacity(MaxCapacity, 'maxCapacity')
  checkTags(Tags ?? {})
  const { targets } = scaling(scope)
  const before = targets.get(resourceId)
  if (!describeService(scope, resourceId)) throw validation(`ECS service doesn't exist: ${resourceId}`)
  const minCapacity = MinCapacity ?? before?.minCapacity
  const maxCapacity = MaxCapacity ?? before?.maxCapacity
  if (minCapacity === undefined || maxCapacity === undefined) {
    throw validation('MinCapacity and MaxCapacity are required to register a new scalable target.')
  }
  if (minCapacity > maxCapacity) {
    throw validation('Maximum capacity cannot be less than minimum capacity')
  }
  const suspended = { ...(before?.suspended ?? NOT_SUSPENDED), ...SuspendedState }
  const arn =
    before?.arn ??
    `arn:aws:application-autoscaling:${scope.region}:${scope.accountId}:scalable-target/${hexId(28)}`
  targets.put(resourceId, {
    ...{ resourceId, arn, minCapacity, maxCapacity, suspended },
    roleArn: roleArnOf(scope),
    createdAt: before?.createdAt ?? sandbox.clock.now(),
    tags: { ...before?.tags, ...Tags },
  })
  enforceLimits(sandbox, scope, resourceId)
  return { ScalableTargetARN: arn }
}

const NOT_SUSPENDED = {
  DynamicScalingInSuspended: false,
  DynamicScalingOutSuspended: false,
  ScheduledScalingSuspended: false,
}
