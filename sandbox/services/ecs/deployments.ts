import { arn, decimalId } from '../../ids.ts'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { watchedAlarms } from './deployment-alarms.ts'
import { sendDeploymentStateChange } from './event-stream.ts'
import { tell, text } from './events.ts'
import { nameOf } from './lookup.ts'
import type { ServiceDeploymentDocument, ServiceRevisionSettings } from './service-deployments.ts'
import { ecs } from './store.ts'
import type { DeploymentDocument, ServiceDocument } from './store.ts'
import { servingGroups } from './strategies/routes.ts'

/** Begins a deployment of what the service now asks for; the one before it becomes ACTIVE until its tasks are gone. */
export function beginDeployment(
  sandbox: Sandbox,
  scope: Scope,
  service: ServiceDocument,
  settings: ServiceRevisionSettings,
): DeploymentDocument {
  const now = sandbox.clock.now()
  const { serviceArn, clusterArn, clusterName, serviceName, deploymentConfiguration } = service
  const id = `ecs-svc/${decimalId(19)}`
  const serviceDeploymentArn = arn(
    scope,
    'ecs',
    `service-deployment/${clusterName}/${serviceName}/${shortId()}`,
  )
  const older = service.deployments
  const rolls = (deploymentConfiguration.strategy ?? 'ROLLING') === 'ROLLING'
  // What a strategy has left beside each other is made one first, whatever comes then.
  const staged = !rolls || older.some(({ scale }) => scale !== undefined)
  const targetGroupArns = rolls ? servingGroups(scope, settings.loadBalancers) : undefined
  const revisionArn = addRevision(sandbox, scope, service, { id, settings, targetGroupArns })

  const running = runningDeployment(scope, service)
  if (running) endRecord(sandbox, scope, running, { status: 'STOPPED', statusReason: 'Superseded.' })
  ecs(scope).serviceDeployments.put(serviceDeploymentArn, {
    ...{ serviceDeploymentArn, serviceArn, clusterArn, deploymentId: id },
    ...{ createdAt: now, updatedAt: now, ...(!staged && { startedAt: now }) },
    sourceRevisionArns: older.map(deployment => deployment.revisionArn),
    targetRevisionArn: revisionArn,
    status: staged ? 'PENDING' : 'IN_PROGRESS',
    breaker: {
      status: deploymentConfiguration.deploymentCircuitBreaker?.enable ? 'MONITORING' : 'DISABLED',
      failureCount: 0,
      threshold: breakerThreshold(service),
    },
    alarms: watchedAlarms(scope, deploymentConfiguration),
    deploymentConfiguration,
    ...(staged && {
      staged: {
        stage: rolls || older.length > 1 ? 'RECONCILE_SERVICE' : 'PRE_SCALE_UP',
        stageTime: sandbox.clock.time(scope.accountId),
        ...{ direction: 'forward', weights: { test: 0, production: 0 }, routes: [] },
      },
    }),
  })
  const deployment: DeploymentDocument = {
    ...settings,
    id,
    status: 'PRIMARY',
    desiredCount: 0,
    failedTasks: 0,
    createdAt: now,
    updatedAt: now,
    rolloutState: 'IN_PROGRESS',
    rolloutStateReason: `ECS deployment ${id} in progress.`,
    revisionArn,
    serviceDeploymentArn,
    consecutiveFailures: 0,
    completedOnce: false,
    ...(targetGroupArns && { targetGroupArns }),
    ...(staged && { scale: 0 }),
  }
  for (const one of older) {
    one.status = 'ACTIVE'
    if (staged) one.scale ??= one.rolloutState === 'FAILED' ? 0 : 100
  }
  service.deployments = [deployment, ...older]
  service.impaired = { failures: 0, nextTime: 0, told: false }
  service.steady = false
  Object.assign(service, settings)
  sendDeploymentStateChange(sandbox, scope, service, deployment, 'SERVICE_DEPLOYMENT_IN_PROGRESS')
  return deployment
}

/** Stores a revision of a service, which has the number of its deployment; answers its ARN. */
export function addRevision(
  sandbox: Sandbox,
  scope: Scope,
  { serviceArn, clusterArn, clusterName, serviceName }: ServiceDocument,
  {
    id,
    settings,
    targetGroupArns,
  }: { id: string; settings: ServiceRevisionSettings; targetGroupArns?: string[] | undefined },
): string {
  const path = `service-revision/${clusterName}/${serviceName}/${nameOf(id)}`
  const serviceRevisionArn = arn(scope, 'ecs', path)
  ecs(scope).serviceRevisions.put(serviceRevisionArn, {
    ...settings,
    ...{ serviceRevisionArn, serviceArn, clusterArn, createdAt: sandbox.clock.now() },
    ...(targetGroupArns && { targetGroupArns }),
  })
  return serviceRevisionArn
}

/** All tasks of the new deployment are healthy and those of the others are gone. */
export function completeDeployment(sandbox: Sandbox, scope: Scope, service: ServiceDocument): void {
  const [primary] = service.deployments
  if (!primary) return
  primary.rolloutState = 'COMPLETED'
  primary.rolloutStateReason = `ECS deployment ${primary.id} completed.`
  primary.completedOnce = true
  primary.updatedAt = sandbox.clock.now()
  delete primary.scale
  delete primary.bakeTime
  service.deployments = [primary]
  tell(sandbox.clock, service, text(service, 'completed', primary.id))
  sendDeploymentStateChange(sandbox, scope, service, primary, 'SERVICE_DEPLOYMENT_COMPLETED')
  const record = runningDeployment(scope, service)
  if (!record) return
  const status = record.status === 'ROLLBACK_IN_PROGRESS' ? 'ROLLBACK_SUCCESSFUL' : 'SUCCESSFUL'
  endRecord(sandbox, scope, record, { status })
}

/** Half of the desired count, at least 3 and at most 200, unless the service says otherwise. */
export function breakerThreshold(service: ServiceDocument): number {
  const { type = 'BOUNDED_PERCENT', value = 50 } =
    service.deploymentConfiguration.deploymentCircuitBreaker?.thresholdConfiguration ?? {}
  if (type === 'COUNT') return value
  const share = Math.ceil((value / 100) * service.desiredCount)
  return type === 'UNBOUNDED_PERCENT' ? Math.max(1, share) : Math.min(200, Math.max(3, share))
}

const OVER = new Set<ServiceDeploymentDocument['status']>([
  'SUCCESSFUL',
  'STOPPED',
  'ROLLBACK_SUCCESSFUL',
  'ROLLBACK_FAILED',
])

/** Whether nothing more comes of a service deployment. */
export function isOver({ status }: Pick<ServiceDeploymentDocument, 'status'>): boolean {
  return OVER.has(status)
}

/** The service's deployment that is under way. */
export function runningDeployment(
  scope: Scope,
  { serviceArn }: Pick<ServiceDocument, 'serviceArn'>,
): ServiceDeploymentDocument | undefined {
  return ecs(scope)
    .serviceDeployments.values()
    .find(record => record.serviceArn === serviceArn && !isOver(record))
}

/** Writes how a service deployment ended. */
export function endRecord(
  sandbox: Sandbox,
  scope: Scope,
  record: ServiceDeploymentDocument,
  end: Pick<ServiceDeploymentDocument, 'status'> & { statusReason?: string },
): void {
  const now = sandbox.clock.now()
  for (const monitor of [record.breaker, record.alarms]) {
    if (monitor?.status === 'MONITORING') monitor.status = 'MONITORING_COMPLETE'
  }
  const stopped = end.status === 'STOPPED' && { stoppedAt: now }
  Object.assign(record, end, { finishedAt: now, updatedAt: now }, stopped)
  delete record.staged?.hooks
  ecs(scope).serviceDeployments.put(record.serviceDeploymentArn, record)
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-'

/** 21 characters, as the ids of service deployments. */
function shortId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(21)), byte => ALPHABET[byte % 64]).join('')
}
