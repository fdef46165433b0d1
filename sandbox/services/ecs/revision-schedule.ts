import type { Scope } from '../../store/store.ts'
import type { Engine } from './engine.ts'
import { countFailures } from './failures.ts'
import { judge, schedule } from './scheduler.ts'
import type { ServiceRevisionSettings } from './service-deployments.ts'
import type { DeploymentDocument, ServiceDocument, TaskDocument } from './store.ts'

/** A revision of a service that is scheduled by itself, and what the scheduler keeps of it. */
export interface Revision extends ServiceRevisionSettings {
  id: string
  createdAt: number
  updatedAt: number
  failedTasks: number
  consecutiveFailures: number
  impaired?: ServiceDocument['impaired']
  heldUp?: string
}

/** A revision's tasks as they are now. */
export interface RevisionCount {
  /** Those that serve. */
  healthy: number
  /** Those that have not ended. */
  present: number
}

const FRESH: ServiceDocument['impaired'] = { failures: 0, nextTime: 0, told: false }

/** A service that has this one revision and no other. */
export function viewOf(service: ServiceDocument, revision: Revision, desiredCount: number): ServiceDocument {
  const { heldUp: _heldUp, ...rest } = service
  const deployment: DeploymentDocument = {
    ...revision,
    ...{ status: 'PRIMARY', desiredCount: 0, rolloutState: 'IN_PROGRESS', rolloutStateReason: '' },
    ...{ revisionArn: '', serviceDeploymentArn: '', completedOnce: true },
  }
  return {
    ...rest,
    ...{ desiredCount, deployments: [deployment], impaired: revision.impaired ?? { ...FRESH } },
    ...(revision.heldUp !== undefined && { heldUp: revision.heldUp }),
  }
}

/** One turn of the rolling scheduler over a view; the revision keeps what was counted. */
export function scheduleRevision(
  engine: Engine,
  scope: Scope,
  view: ServiceDocument,
  revision: Revision,
  tasks: TaskDocument[],
): RevisionCount {
  const [deployment] = view.deployments
  if (!deployment) throw new Error(`The revision ${revision.id} has no deployment.`)
  countFailures(engine, scope, view, tasks)
  const judged = judge(engine, scope, view, tasks)
  schedule(engine, scope, view, deployment, judged)
  const { failedTasks, consecutiveFailures } = deployment
  Object.assign(revision, { failedTasks, consecutiveFailures, impaired: view.impaired })
  if (view.heldUp === undefined) delete revision.heldUp
  else revision.heldUp = view.heldUp
  return {
    healthy: judged.filter(
      ({ task, health }) => health.state === 'healthy' && task.desiredStatus === 'RUNNING',
    ).length,
    present: tasks.filter(({ lastStatus }) => lastStatus !== 'STOPPED').length,
  }
}
