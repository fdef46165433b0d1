import type { Scope } from '../../store/store.ts'
import { stopTask } from './engine.ts'
import type { Engine } from './engine.ts'
import { sendServiceAction } from './event-stream.ts'
import { tell, text } from './events.ts'
import { scheduleRevision, viewOf } from './revision-schedule.ts'
import { ecs, serviceKey, tasksOf } from './store.ts'
import type { ServiceDocument, TaskDocument, TaskSetDocument } from './store.ts'
import { moveTargets } from './targets.ts'
import { computedDesiredCount } from './task-set-shape.ts'

/** One turn of the scheduler for a service with task sets: each is kept at its own scale. */
export function reconcileTaskSets(engine: Engine, scope: Scope, service: ServiceDocument): void {
  const before = fingerprint(service)
  const tasks = tasksOf(scope, service)
  const stays = service.status === 'ACTIVE'
  for (const taskSet of service.taskSets ?? []) {
    const own = tasks.filter(({ startedBy }) => startedBy === taskSet.id)
    reconcileTaskSet(engine, scope, service, taskSet, own, stays)
  }
  service.taskSets = service.taskSets?.filter(
    ({ id, status }) =>
      status !== 'DRAINING' ||
      tasksOf(scope, service).some(task => task.startedBy === id && task.lastStatus !== 'STOPPED'),
  )
  if (stays) tellSteady(engine, scope, service)
  else if (tasks.every(({ lastStatus }) => lastStatus === 'STOPPED')) {
    service.status = 'INACTIVE'
    service.taskSets = []
  }
  if (fingerprint(service) !== before) ecs(scope).services.put(serviceKey(service), service)
}

function fingerprint({ events, taskSets, status, steady, desiredCount }: ServiceDocument): string {
  return JSON.stringify([events[0]?.id, taskSets, status, steady, desiredCount])
}

/** The rolling scheduler, which sees the task set as a service of its own with one deployment. */
function reconcileTaskSet(
  engine: Engine,
  scope: Scope,
  service: ServiceDocument,
  taskSet: TaskSetDocument,
  tasks: TaskDocument[],
  stays: boolean,
): void {
  const view = viewOf(service, taskSet, stays ? computedDesiredCount(service, taskSet) : 0)
  moveTargets(engine, scope, view, tasks)
  if (stays) {
    const { healthy, present } = scheduleRevision(engine, scope, view, taskSet, tasks)
    const isSteady = healthy === view.desiredCount && present === view.desiredCount
    if (isSteady !== taskSet.isSteady) {
      taskSet.isSteady = isSteady
      taskSet.steadyChangedAt = engine.sandbox.clock.now()
    }
  } else endTasks(engine, scope, view, taskSet, tasks)
  keepEvents(service, view, taskSet)
}

/** The service was deleted. */
function endTasks(
  engine: Engine,
  scope: Scope,
  view: ServiceDocument,
  { id }: TaskSetDocument,
  tasks: TaskDocument[],
): void {
  const running = tasks.filter(({ desiredStatus }) => desiredStatus === 'RUNNING')
  if (running.length === 0) return
  const stoppedReason = `Scaling activity initiated by (deployment ${id})`
  for (const task of running) {
    stopTask(engine, scope, task, { stopCode: 'ServiceSchedulerInitiated', stoppedReason })
  }
  tell(engine.sandbox.clock, view, text(view, 'stopped', running))
}

/** AWS's events name the task set beside the service. */
function keepEvents(service: ServiceDocument, view: ServiceDocument, { id }: TaskSetDocument): void {
  const known = new Set(service.events.map(event => event.id))
  const plain = `(service ${service.serviceName}) `
  service.events = view.events.map(event =>
    known.has(event.id)
      ? event
      : {
          ...event,
          message: event.message.replace(plain, `(service ${service.serviceName}, taskSet ${id}) `),
        },
  )
}

function tellSteady(engine: Engine, scope: Scope, service: ServiceDocument): void {
  const steady = service.taskSets?.every(({ isSteady }) => isSteady) ?? false
  if (steady && !service.steady) {
    tell(engine.sandbox.clock, service, text(service, 'steady'), 1)
    sendServiceAction(engine.sandbox, scope, service, 'SERVICE_STEADY_STATE')
  }
  service.steady = steady
}
