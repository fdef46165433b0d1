import type { Scope } from '../../../store/store.ts'
import { runningDeployment } from '../deployments.ts'
import type { Engine } from '../engine.ts'
import { scheduleRevision, viewOf } from '../revision-schedule.ts'
import type { RevisionCount } from '../revision-schedule.ts'
import { ecs, serviceKey, tasksOf } from '../store.ts'
import type { ServiceDocument } from '../store.ts'
import { moveTargets } from '../targets.ts'
import { advanceStages } from './advance.ts'

/** Whether a strategy keeps several revisions of the service beside each other. */
export function isStaged({ status, deployments }: ServiceDocument): boolean {
  return status === 'ACTIVE' && deployments.some(({ scale }) => scale !== undefined)
}

/** One turn for a service of which each revision is scheduled by itself, and the deployment goes through its stages. */
export function reconcileStaged(engine: Engine, scope: Scope, service: ServiceDocument): void {
  const before = fingerprint(service)
  const tasks = tasksOf(scope, service)
  const counts = new Map<string, RevisionCount>()
  for (const deployment of service.deployments) {
    const own = tasks.filter(({ startedBy }) => startedBy === deployment.id)
    deployment.desiredCount = deployment.scale === 0 ? 0 : service.desiredCount
    const view = viewOf(service, deployment, deployment.desiredCount)
    moveTargets(engine, scope, view, own)
    counts.set(deployment.id, scheduleRevision(engine, scope, view, deployment, own))
    service.events = view.events
  }
  service.steady = false
  const record = runningDeployment(scope, service)
  if (record?.staged) advanceStages(engine, scope, service, record, record.staged, counts)
  if (fingerprint(service) !== before) ecs(scope).services.put(serviceKey(service), service)
}

function fingerprint({ events, deployments, taskDefinition, steady }: ServiceDocument): string {
  return JSON.stringify([events[0]?.id, deployments, taskDefinition, steady])
}
