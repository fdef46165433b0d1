import type { Scope } from '../../store/store.ts'
import { stopTask } from './engine.ts'
import type { Engine } from './engine.ts'
import { sendServiceAction } from './event-stream.ts'
import { tell, text } from './events.ts'
import { countFailures } from './failures.ts'
import { judge, schedule } from './scheduler.ts'
import { ecs, serviceKey, tasksOf } from './store.ts'
import type { DeploymentDocument, ServiceDocument, TaskDocument, TaskSetDocument } from './store.ts'
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
  const deployment = deploymentOf(taskSet)
  const view: ServiceDocument = {
    ...service,
    desiredCount: stays ? computedDesiredCount(service, taskSet) : 0,
    deployments: [deployment],
    impaired: taskSet.impaired,
    ...(taskSet.heldUp !== undefined && { heldUp: taskSet.heldUp }),
  }
  moveTargets(engine, scope, view, tasks)
  if (stays) {
    countFailures(engine, scope, view, tasks)
    const judged = judge(engine, scope, view, tasks)
    schedule(engine, scope, view, deployment, judged)
    const healthy = judged.filter(
      ({ task, health }) => health.state === 'healthy' && task.desiredStatus === 'RUNNING',
    ).length
    const present = tasks.filter(({ lastStatus }) => lastStatus !== 'STOPPED').length
    const isSteady = healthy === view.desiredCount && present === view.desiredCount
    if (isSteady !== taskSet.isSteady) {
      taskSet.isSteady = isSteady
      taskSet.steadyChangedAt = engine.sandbox.clock.now()
    }
  } else endTasks(engine, scope, view, taskSet, tasks)
  const { failedTasks, consecutiveFailures } = deployment
  Object.assign(taskSet, { failedTasks, consecutiveFailures, impaired: view.impaired })
  if (view.heldUp === undefined) delete taskSet.heldUp
  else taskSet.heldUp = view.heldUp
  keepEvents(service, view, taskSet)
}

function deploymentOf(taskSet: TaskSetDocument): DeploymentDocument {
  return {
    ...taskSet,
    status: 'PRIMARY',
    desiredCount: 0,
    rolloutState: 'IN_PROGRESS',
    rolloutStateReason: '',
    ...{ revisionArn: '', serviceDeploymentArn: '', completedOnce: true },
  }
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
