import type { Scope } from '../../store/store.ts'
import { saveTask, stopTask } from './engine.ts'
import type { Engine } from './engine.ts'
import { sendServiceAction } from './event-stream.ts'
import { protectedText, tell, text, unplacedText } from './events.ts'
import { noteFailure } from './failures.ts'
import { resolveLaunch, roleProblem, taskTags } from './launch.ts'
import { nameOf } from './lookup.ts'
import { startTasks } from './start-tasks.ts'
import { placedLoadBalancers } from './strategies/routes.ts'
import { ecs, taskDefinitionOf, tasksOf } from './store.ts'
import type { DeploymentDocument, ServiceDocument, TaskDocument } from './store.ts'
import { healthOf } from './task-health.ts'
import type { TaskHealth } from './task-health.ts'
import { isProtected } from './task-protection.ts'

/** A task that is to run, and what the scheduler makes of it. */
export interface Judged {
  task: TaskDocument
  health: TaskHealth
}

/** Judges the tasks that are to run, and tells of those that became unhealthy. */
export function judge(
  engine: Engine,
  scope: Scope,
  service: ServiceDocument,
  tasks: TaskDocument[],
): Judged[] {
  const live = tasks.filter(
    ({ desiredStatus, lastStatus }) => desiredStatus === 'RUNNING' && lastStatus !== 'STOPPED',
  )
  return live.map(task => {
    const health = healthOf(engine, scope, service, task)
    const deployment = service.deployments.find(({ id }) => id === task.startedBy)
    if (task.lastStatus === 'RUNNING' && deployment === service.deployments[0]) {
      service.impaired = { failures: 0, nextTime: 0, told: false }
    }
    if (health.state === 'healthy' && !task.wasHealthy) {
      task.wasHealthy = true
      saveTask(scope, task)
      const breaker = service.deploymentConfiguration.deploymentCircuitBreaker
      if (deployment && breaker?.resetOnHealthyTask !== false) deployment.consecutiveFailures = 0
    }
    if (health.state === 'healthy') delete task.unhealthyTold
    if (health.state === 'unhealthy' && !task.unhealthyTold) {
      task.unhealthyTold = true
      saveTask(scope, task)
      const { cause } = health
      const message =
        cause.kind === 'container'
          ? text(service, 'unhealthyContainer', task.id)
          : text(service, 'unhealthy', task.id, cause.port, cause.targetGroupArn, cause.reason)
      tell(engine.sandbox.clock, service, message)
      if (!task.wasHealthy && deployment) noteFailure(scope, deployment, task)
    }
    return { task, health }
  })
}

/** Starts and stops tasks towards what the primary deployment wants. */
export function schedule(
  engine: Engine,
  scope: Scope,
  service: ServiceDocument,
  primary: DeploymentDocument,
  judged: Judged[],
): void {
  const { desiredCount: desired } = service
  const { maximumPercent, minimumHealthyPercent } = service.deploymentConfiguration
  const most = Math.floor((desired * maximumPercent) / 100)
  const least = Math.ceil((desired * minimumHealthyPercent) / 100)
  const is = (state: TaskHealth['state']) => (item: Judged) => item.health.state === state
  const stays = ({ task }: Judged) => task.startedBy === primary.id && !isOnDraining(scope, task)
  const own = judged.filter(stays)
  const old = judged.filter(item => !stays(item))
  const failed = primary.rolloutState === 'FAILED'
  const unhealthy = own.filter(is('unhealthy'))
  const good = own.filter(item => !unhealthy.includes(item))
  const room = most - judged.length

  primary.desiredCount = failed ? 0 : desired
  const wanted = failed ? 0 : Math.min(desired - good.length, room)
  if (wanted > 0) launch(engine, scope, service, primary, wanted, Math.min(wanted, unhealthy.length))

  const scaleIn = `Scaling activity initiated by (deployment ${primary.id})`
  const free = ({ task }: Judged) => !isProtected(engine.sandbox.clock, scope, task)
  const excess = Math.max(0, good.length - desired)
  stop(engine, scope, service, surplus(good.filter(free), excess), () => scaleIn)
  if (!failed) {
    const undecided = good.filter(item => !is('healthy')(item)).length
    const spare = own.length > desired ? own.length - desired : room <= 0 ? 1 : 0
    const replaced = good.length - undecided >= desired ? unhealthy.length : undecided > 0 ? 0 : spare
    stop(engine, scope, service, unhealthy.slice(0, replaced), healthReason)
  }

  // An old task that serves goes only when enough others serve; one that never did, or does no more, goes at once.
  const serving = old.filter(
    ({ task, health }) => health.state === 'healthy' || (health.state === 'waiting' && task.wasHealthy),
  )
  const useless = failed ? [] : old.filter(item => !serving.includes(item))
  const spared = Math.max(0, judged.filter(is('healthy')).length - least)
  const leaving = failed ? [] : serving.filter(is('healthy')).slice(0, spared)
  stop(engine, scope, service, [...useless, ...leaving].filter(free), () => scaleIn)
  const enough = good.filter(is('healthy')).length >= desired
  tellHeldUp(engine, service, {
    own: Math.max(0, excess - good.filter(free).length),
    older: failed || !enough ? [] : old.filter(item => !free(item)).map(({ task }) => task),
  })
  for (const deployment of service.deployments.slice(1)) {
    deployment.desiredCount = old.filter(
      ({ task }) => task.startedBy === deployment.id && task.desiredStatus === 'RUNNING',
    ).length
  }
}

/** Tasks of an instance that is draining are replaced elsewhere, as those of an older deployment are. */
function isOnDraining(scope: Scope, { containerInstanceArn: arn }: TaskDocument): boolean {
  return arn !== undefined && ecs(scope).containerInstances.get(nameOf(arn))?.status === 'DRAINING'
}

/** Tells once of protected tasks that are in the way. */
function tellHeldUp(
  engine: Engine,
  service: ServiceDocument,
  { own, older }: { own: number; older: TaskDocument[] },
): void {
  const [primary, ...others] = service.deployments
  const message =
    own > 0
      ? protectedText(service, primary?.id ?? '', own, false)
      : older.length > 0
        ? protectedText(service, older[0]?.startedBy ?? others[0]?.id ?? '', older.length, true)
        : undefined
  if (message === service.heldUp) return
  if (message === undefined) delete service.heldUp
  else {
    service.heldUp = message
    tell(engine.sandbox.clock, service, message)
  }
}

/** Those that do not serve yet go first, then the youngest of the fullest availability zone. */
function surplus(items: Judged[], count: number): Judged[] {
  const rest = [...items].sort((a, b) => a.task.createdAt - b.task.createdAt)
  const rank = { starting: 0, waiting: 1, unhealthy: 1, healthy: 2 }
  const zoneLoad = (zone: string | undefined) =>
    rest.filter(({ task }) => task.interface?.availabilityZone === zone).length
  const chosen: Judged[] = []
  while (chosen.length < count && rest.length > 0) {
    const next = [...rest].sort(
      (a, b) =>
        rank[a.health.state] - rank[b.health.state] ||
        zoneLoad(b.task.interface?.availabilityZone) - zoneLoad(a.task.interface?.availabilityZone) ||
        b.task.createdAt - a.task.createdAt,
    )[0]
    if (!next) break
    chosen.push(next)
    rest.splice(rest.indexOf(next), 1)
  }
  return chosen
}

function healthReason({ health }: Judged): string {
  return health.state === 'unhealthy' && health.cause.kind === 'target'
    ? `Task failed ELB health checks in (target-group ${health.cause.targetGroupArn})`
    : 'Task failed container health checks'
}

/** Stops tasks, and tells of it in one event. */
export function stop(
  engine: Engine,
  scope: Scope,
  service: ServiceDocument,
  items: Judged[],
  reason: (item: Judged) => string,
): void {
  if (items.length === 0) return
  for (const item of items) {
    const stoppedReason = reason(item)
    stopTask(engine, scope, item.task, { stopCode: 'ServiceSchedulerInitiated', stoppedReason })
  }
  const { clock } = engine.sandbox
  tell(
    clock,
    service,
    text(
      service,
      'stopped',
      items.map(({ task }) => task),
    ),
  )
}

function launch(
  engine: Engine,
  scope: Scope,
  service: ServiceDocument,
  deployment: DeploymentDocument,
  count: number,
  replaced: number,
): void {
  const { sandbox } = engine
  const { clock } = sandbox
  if (clock.time(scope.accountId) < service.impaired.nextTime) return
  const cluster = ecs(scope).clusters.get(service.clusterName)
  if (!cluster) return
  const definition = taskDefinitionOf(scope, deployment.taskDefinition)
  const where = resolveLaunch(cluster, deployment)
  const problem = roleProblem(sandbox, scope, definition)
  const refuse = (message: string) => {
    tell(clock, service, message)
    noteFailure(scope, deployment)
    service.impaired.nextTime = Math.max(service.impaired.nextTime, clock.time(scope.accountId) + 10_000)
  }
  if (problem) return refuse(text(service, 'notLaunched', problem))
  const present = tasksOf(scope, service).filter(({ desiredStatus }) => desiredStatus === 'RUNNING')
  const { tasks, failures } = startTasks(sandbox, scope, {
    ...{ cluster, definition, launch: where, count, serviceName: service.serviceName },
    group: `service:${service.serviceName}`,
    startedBy: deployment.id,
    networkConfiguration: deployment.networkConfiguration,
    enableExecuteCommand: service.enableExecuteCommand,
    loadBalancers: placedLoadBalancers(deployment),
    tags: taskTags({ ...service, tags: [] }, { definition, service, clusterName: cluster.clusterName }),
    ...{ constraints: service.placementConstraints, strategies: service.placementStrategy },
    present: present
      .filter(({ startedBy }) => startedBy === deployment.id)
      .map(({ capacityProviderName }) => capacityProviderName),
  })
  if (tasks.length > 0) tell(clock, service, text(service, 'started', tasks, replaced))
  const [failure] = failures
  if (!failure) return
  refuse(unplacedText(service, failure))
  const { clusterArn } = service
  const more = { clusterArn, desiredCount: service.desiredCount, reason: failure.reason }
  sendServiceAction(sandbox, scope, service, 'SERVICE_TASK_PLACEMENT_FAILURE', more)
}
