import { arn, decimalId } from '../../ids.ts'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { sendDeploymentStateChange } from './event-stream.ts'
import { tell, text } from './events.ts'
import { ecs } from './store.ts'
import type {
  DeploymentDocument,
  ServiceDeploymentDocument,
  ServiceDocument,
  ServiceRevisionSettings,
} from './store.ts'

/** Begins a deployment of what the service now asks for; the one before it becomes ACTIVE until its tasks are gone. */
export function beginDeployment(
  sandbox: Sandbox,
  scope: Scope,
  service: ServiceDocument,
  settings: ServiceRevisionSettings,
): DeploymentDocument {
  const now = sandbox.clock.now()
  const { serviceArn, clusterArn, clusterName, serviceName } = service
  const id = `ecs-svc/${decimalId(19)}`
  const place = `${clusterName}/${serviceName}`
  const revisionArn = arn(scope, 'ecs', `service-revision/${place}/${decimalId(19)}`)
  const serviceDeploymentArn = arn(scope, 'ecs', `service-deployment/${place}/${shortId()}`)
  const { serviceDeployments, serviceRevisions } = ecs(scope)

  endRecord(sandbox, scope, service.deployments[0], { status: 'STOPPED', statusReason: 'Superseded.' })
  serviceRevisions.put(revisionArn, {
    ...settings,
    serviceRevisionArn: revisionArn,
    serviceArn,
    clusterArn,
    createdAt: now,
  })
  serviceDeployments.put(serviceDeploymentArn, {
    ...{ serviceDeploymentArn, serviceArn, clusterArn, deploymentId: id },
    ...{ createdAt: now, startedAt: now, updatedAt: now },
    sourceRevisionArns: service.deployments.map(deployment => deployment.revisionArn),
    targetRevisionArn: revisionArn,
    status: 'IN_PROGRESS',
    breaker: {
      status: service.deploymentConfiguration.deploymentCircuitBreaker?.enable ? 'MONITORING' : 'DISABLED',
      failureCount: 0,
      threshold: breakerThreshold(service),
    },
    deploymentConfiguration: service.deploymentConfiguration,
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
  }
  for (const older of service.deployments) older.status = 'ACTIVE'
  service.deployments = [deployment, ...service.deployments]
  service.impaired = { failures: 0, nextTime: 0, told: false }
  service.steady = false
  Object.assign(service, settings)
  sendDeploymentStateChange(sandbox, scope, service, deployment, 'SERVICE_DEPLOYMENT_IN_PROGRESS')
  return deployment
}

/** All tasks of the new deployment are healthy and those of the others are gone. */
export function completeDeployment(sandbox: Sandbox, scope: Scope, service: ServiceDocument): void {
  const [primary] = service.deployments
  if (!primary) return
  primary.rolloutState = 'COMPLETED'
  primary.rolloutStateReason = `ECS deployment ${primary.id} completed.`
  primary.completedOnce = true
  primary.updatedAt = sandbox.clock.now()
  service.deployments = [primary]
  tell(sandbox.clock, service, text(service, 'completed', primary.id))
  sendDeploymentStateChange(sandbox, scope, service, primary, 'SERVICE_DEPLOYMENT_COMPLETED')
  const record = ecs(scope)
    .serviceDeployments.values()
    .find(({ serviceArn, status }) => serviceArn === service.serviceArn && status === 'ROLLBACK_IN_PROGRESS')
  if (record) writeRecord(sandbox, scope, { ...record, status: 'ROLLBACK_SUCCESSFUL' }, true)
  else endRecord(sandbox, scope, primary, { status: 'SUCCESSFUL' })
}

/** Whether so many tasks in a row have failed that the circuit breaker trips. */
export function isBroken(service: ServiceDocument, deployment: DeploymentDocument): boolean {
  const breaker = service.deploymentConfiguration.deploymentCircuitBreaker
  return (
    breaker?.enable === true &&
    deployment.rolloutState === 'IN_PROGRESS' &&
    deployment.consecutiveFailures >= breakerThreshold(service)
  )
}

/** The circuit breaker's work: the deployment has failed; with `rollback` the last one that was whole takes its place. */
export function breakDeployment(sandbox: Sandbox, scope: Scope, service: ServiceDocument): void {
  const [primary, ...older] = service.deployments
  if (!primary) return
  const { clock } = sandbox
  primary.rolloutState = 'FAILED'
  primary.rolloutStateReason = 'ECS deployment circuit breaker: tasks failed to start.'
  primary.updatedAt = clock.now()
  tell(clock, service, text(service, 'failed', primary.id))
  sendDeploymentStateChange(sandbox, scope, service, primary, 'SERVICE_DEPLOYMENT_FAILED')
  const previous = older.find(({ completedOnce }) => completedOnce)
  const rollsBack = service.deploymentConfiguration.deploymentCircuitBreaker?.rollback && previous
  const record = ecs(scope).serviceDeployments.get(primary.serviceDeploymentArn)
  if (record) {
    const breaker = {
      ...record.breaker,
      status: 'TRIGGERED' as const,
      failureCount: primary.consecutiveFailures,
    }
    const statusReason = 'Service deployment rolled back because of the circuit breaker.'
    const rollback = previous && {
      reason: primary.rolloutStateReason,
      startedAt: clock.now(),
      serviceRevisionArn: previous.revisionArn,
    }
    if (rollsBack) {
      const next = { ...record, breaker, statusReason, status: 'ROLLBACK_IN_PROGRESS' as const }
      writeRecord(sandbox, scope, { ...next, ...(rollback && { rollback }) }, false)
    } else writeRecord(sandbox, scope, { ...record, breaker, status: 'STOPPED' }, true)
  }
  if (!rollsBack) return
  tell(clock, service, text(service, 'rollingBack', previous.id))
  primary.status = 'ACTIVE'
  previous.status = 'PRIMARY'
  previous.rolloutState = 'IN_PROGRESS'
  previous.rolloutStateReason = `ECS deployment circuit breaker: rolling back to deploymentId ${previous.id}.`
  previous.consecutiveFailures = 0
  previous.updatedAt = clock.now()
  service.deployments = [previous, primary, ...older.filter(deployment => deployment !== previous)]
  service.impaired = { failures: 0, nextTime: 0, told: false }
  const { taskDefinition, launchType, capacityProviderStrategy, platformVersion } = previous
  const { networkConfiguration, loadBalancers } = previous
  Object.assign(service, { taskDefinition, launchType, capacityProviderStrategy, platformVersion })
  Object.assign(service, { networkConfiguration, loadBalancers })
  sendDeploymentStateChange(sandbox, scope, service, previous, 'SERVICE_DEPLOYMENT_IN_PROGRESS')
}

/** Half of the desired count, at least 3 and at most 200, unless the service says otherwise. */
export function breakerThreshold(service: ServiceDocument): number {
  const { type = 'BOUNDED_PERCENT', value = 50 } =
    service.deploymentConfiguration.deploymentCircuitBreaker?.thresholdConfiguration ?? {}
  if (type === 'COUNT') return value
  const share = Math.ceil((value / 100) * service.desiredCount)
  return type === 'UNBOUNDED_PERCENT' ? Math.max(1, share) : Math.min(200, Math.max(3, share))
}

function endRecord(
  sandbox: Sandbox,
  scope: Scope,
  deployment: DeploymentDocument | undefined,
  end: Pick<ServiceDeploymentDocument, 'status'> & { statusReason?: string },
): void {
  const record = deployment && ecs(scope).serviceDeployments.get(deployment.serviceDeploymentArn)
  if (record?.status !== 'IN_PROGRESS') return
  const watched = record.breaker.status === 'MONITORING'
  const breaker = watched ? { ...record.breaker, status: 'MONITORING_COMPLETE' as const } : record.breaker
  writeRecord(sandbox, scope, { ...record, ...end, breaker }, true)
}

function writeRecord(
  sandbox: Sandbox,
  scope: Scope,
  record: ServiceDeploymentDocument,
  ended: boolean,
): void {
  const now = sandbox.clock.now()
  ecs(scope).serviceDeployments.put(record.serviceDeploymentArn, {
    ...record,
    updatedAt: now,
    ...(ended && { finishedAt: now }),
  })
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-'

/** 21 characters, as the ids of service deployments. */
function shortId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(21)), byte => ALPHABET[byte % 64]).join('')
}
