import { randomUUID } from 'node:crypto'
import type { PutScheduledActionRequest } from '@aws-sdk/client-application-auto-scaling'
import type { Operation } from '../../../operation.ts'
import { checkCapacity, checkPlace, findTarget } from '../check.ts'
import { validation } from '../errors.ts'
import { checkTimezone, parseSchedule } from '../schedule.ts'
import { nextDue, scheduleChanged } from '../scheduled-runs.ts'
import { namedKey, scaling } from '../store.ts'

export const putScheduledAction: Operation<PutScheduledActionRequest, object> = (
  input,
  { scope, sandbox },
) => {
  checkPlace(input)
  const { ScheduledActionName: name = '', ResourceId: resourceId = '', Timezone: timezone } = input
  if (name === '' || /[|:/]/.test(name))
    throw validation('ScheduledActionName must not be empty, nor have :, / or |.')
  findTarget(scope, resourceId)
  const { scheduled } = scaling(scope)
  const before = scheduled.get(namedKey(resourceId, name))
  const schedule = input.Schedule ?? before?.schedule
  if (schedule === undefined) throw validation('A schedule is required to put a new scheduled action.')
  parseSchedule(schedule)
  checkTimezone(timezone)
  const action = input.ScalableTargetAction ?? before?.action
  const { MinCapacity, MaxCapacity } = action ?? {}
  if (!action || (MinCapacity === undefined && MaxCapacity === undefined)) {
    throw validation('Scheduled action must set MinCapacity or MaxCapacity in ScalableTargetAction.')
  }
  checkCapacity(MinCapacity, 'scalableTargetAction.minCapacity')
  checkCapacity(MaxCapacity, 'scalableTargetAction.maxCapacity')
  if ((MinCapacity ?? 0) > (MaxCapacity ?? Infinity)) {
    throw validation('Maximum capacity cannot be less than minimum capacity')
  }
  const [startAt, endAt] = [input.StartTime?.getTime(), input.EndTime?.getTime()]
  if ((startAt ?? 0) > (endAt ?? Infinity)) throw validation('StartTime must be before EndTime.')
  const document = {
    ...{ resourceId, name, schedule, action },
    arn:
      before?.arn ??
      `arn:aws:autoscaling:${scope.region}:${scope.accountId}:scheduledAction:${randomUUID()}:resource/ecs/${resourceId}:scheduledActionName/${name}`,
    ...(timezone !== undefined && { timezone }),
    ...(startAt !== undefined && { startAt }),
    ...(endAt !== undefined && { endAt }),
    createdAt: before?.createdAt ?? sandbox.clock.now(),
  }
  const next = nextDue(sandbox, scope, document)
  scheduled.put(namedKey(resourceId, name), { ...document, ...(next !== undefined && { next }) })
  scheduleChanged(sandbox, scope)
  return {}
}
