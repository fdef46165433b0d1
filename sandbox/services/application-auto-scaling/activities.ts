import { randomUUID } from 'node:crypto'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { describeService, setDesiredCount } from './ecs-service.ts'
import { scaling } from './store.ts'
import type { ActivityDocument } from './store.ts'

/** Per resource; AWS keeps six weeks. */
const MOST_ACTIVITIES = 200

/** Sets the desired count and writes down why. Answers what went wrong, if anything. */
export function changeCapacity(
  sandbox: Sandbox,
  scope: Scope,
  resourceId: string,
  desired: number,
  cause: string,
): string | undefined {
  settleActivities(sandbox, scope, resourceId)
  const base = { description: `Setting desired count to ${desired}.`, cause }
  try {
    setDesiredCount(sandbox, scope, resourceId, desired)
    addActivity(sandbox, scope, resourceId, {
      ...{ ...base, status: 'InProgress', desired },
      message: `Successfully set desired count to ${desired}. Waiting for change to be fulfilled by ecs.`,
    })
    return undefined
  } catch (error) {
    const message = `Failed to set desired count to ${desired}. Reason: ${(error as Error).message}`
    addActivity(sandbox, scope, resourceId, { ...base, status: 'Failed', message })
    return message
  }
}

/** Writes down what was done; what is not in progress has ended. */
export function addActivity(
  sandbox: Sandbox,
  scope: Scope,
  resourceId: string,
  activity: Pick<ActivityDocument, 'description' | 'cause' | 'status' | 'message' | 'desired'>,
): void {
  const { activities } = scaling(scope)
  const id = randomUUID()
  const now = sandbox.clock.now()
  activities.put(id, {
    ...{ id, resourceId, startedAt: now, ...activity },
    ...(activity.status !== 'InProgress' && { endedAt: now }),
  })
  const own = activitiesOf(scope, resourceId)
  for (const { id: old } of own.slice(0, Math.max(0, own.length - MOST_ACTIVITIES))) activities.delete(old)
}

/** Ends the activities whose change ECS has made meanwhile, or that a later one has overtaken. */
export function settleActivities(sandbox: Sandbox, scope: Scope, resourceId: string): void {
  const { activities } = scaling(scope)
  const waiting = activitiesOf(scope, resourceId).filter(({ status }) => status === 'InProgress')
  if (waiting.length === 0) return
  const service = describeService(scope, resourceId)
  for (const activity of waiting) {
    const { desired = 0 } = activity
    const endedAt = sandbox.clock.now()
    const set = `Successfully set desired count to ${desired}.`
    if (service?.desiredCount === desired && service.runningCount === desired) {
      const message = `${set} Change successfully fulfilled by ecs.`
      activities.put(activity.id, { ...activity, status: 'Successful', endedAt, message })
    } else if (service?.desiredCount !== desired) {
      const message = `${set} Found it was later changed to ${service?.desiredCount ?? 0}.`
      activities.put(activity.id, { ...activity, status: 'Overridden', endedAt, message })
    }
  }
}

/** Activities of a resource, oldest first. */
export function activitiesOf(scope: Scope, resourceId: string): ActivityDocument[] {
  return scaling(scope)
    .activities.values()
    .filter(activity => activity.resourceId === resourceId)
    .sort((a, b) => a.startedAt - b.startedAt)
}
