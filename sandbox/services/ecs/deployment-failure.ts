import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { triggeredAlarms } from './deployment-alarms.ts'
import { breakerThreshold, endRecord, isOver } from './deployments.ts'
import { sendDeploymentStateChange } from './event-stream.ts'
import { tell, text } from './events.ts'
import type { ServiceDeploymentDocument } from './service-deployments.ts'
import { ecs } from './store.ts'
import type { DeploymentDocument, ServiceDocument } from './store.ts'

/** Why a deployment has failed, and what is to be done. */
export interface Failure {
  /** End of the service event that tells of it. */
  event: string
  rolloutStateReason: string
  statusReason: string
  rollsBack: boolean
  /** The deployment's alarms that are in ALARM. */
  alarmNames?: string[]
  byBreaker?: true
}

/** What AWS says when there is nothing to go back to. */
export const NO_CANDIDATE = 'No rollback candidate was found to run the rollback.'

/** Whether the alarms, the circuit breaker or a request end the deployment that is under way. */
export function failureOf(
  scope: Scope,
  service: ServiceDocument,
  record: ServiceDeploymentDocument,
): Failure | undefined {
  const [primary] = service.deployments
  if (!primary || primary.rolloutState !== 'IN_PROGRESS') return undefined
  if (record.status === 'ROLLBACK_REQUESTED') {
    return requested('Service deployment rolled back because a rollback was requested.', true)
  }
  if (record.status === 'STOP_REQUESTED') {
    return requested('Service deployment stopped because a stop was requested.', false)
  }
  if (primary.serviceDeploymentArn !== record.serviceDeploymentArn) return undefined
  const { alarms, deploymentCircuitBreaker } = record.deploymentConfiguration
  const alarmNames = triggeredAlarms(scope, record)
  if (alarmNames.length > 0) {
    return {
      event: 'alarm detected.',
      rolloutStateReason: 'ECS deployment failed: alarm detected.',
      statusReason: `Service deployment ${alarms?.rollback ? 'rolled back' : 'stopped'} because an alarm was detected: ${alarmNames.join(', ')}.`,
      rollsBack: alarms?.rollback === true,
      alarmNames,
    }
  }
  if (!isBroken(service, primary)) return undefined
  const rollsBack = deploymentCircuitBreaker?.rollback === true
  return {
    event: 'tasks failed to start.',
    rolloutStateReason: 'ECS deployment circuit breaker: tasks failed to start.',
    statusReason: `Service deployment ${rollsBack ? 'rolled back' : 'stopped'} because the circuit breaker threshold was exceeded.`,
    rollsBack,
    byBreaker: true,
  }
}

function requested(statusReason: string, rollsBack: boolean): Failure {
  return { event: statusReason, rolloutStateReason: statusReason, statusReason, rollsBack }
}

/** Whether so many tasks in a row have failed that the circuit breaker trips. */
function isBroken(service: ServiceDocument, deployment: DeploymentDocument): boolean {
  return (
    service.deploymentConfiguration.deploymentCircuitBreaker?.enable === true &&
    deployment.consecutiveFailures >= breakerThreshold(service)
  )
}

/** The deployment has failed; the last one that was whole takes its place, if the failure says so and there is one. */
export function failDeployment(
  sandbox: Sandbox,
  scope: Scope,
  service: ServiceDocument,
  record: ServiceDeploymentDocument,
  failure: Failure,
): void {
  const [primary, ...older] = service.deployments
  if (!primary || isOver(record)) return
  const { clock } = sandbox
  const now = clock.now()
  const { statusReason, rollsBack, alarmNames } = failure
  Object.assign(primary, {
    ...{ rolloutState: 'FAILED', rolloutStateReason: failure.rolloutStateReason, updatedAt: now },
  })
  tell(clock, service, text(service, 'failed', primary.id, failure.event))
  sendDeploymentStateChange(sandbox, scope, service, primary, 'SERVICE_DEPLOYMENT_FAILED')
  record.breaker.failureCount = primary.consecutiveFailures
  if (failure.byBreaker) record.breaker.status = 'TRIGGERED'
  if (alarmNames && record.alarms) {
    Object.assign(record.alarms, { status: 'TRIGGERED', triggeredAlarmNames: alarmNames })
  }
  const previous = older.find(({ completedOnce }) => completedOnce)
  if (!rollsBack) return endRecord(sandbox, scope, record, { status: 'STOPPED', statusReason })
  if (!previous) {
    return endRecord(sandbox, scope, record, { status: 'ROLLBACK_FAILED', statusReason: NO_CANDIDATE })
  }
  Object.assign(record, {
    ...{ status: 'ROLLBACK_IN_PROGRESS', statusReason, updatedAt: now },
    rollback: { reason: statusReason, startedAt: now, serviceRevisionArn: previous.revisionArn },
  })
  ecs(scope).serviceDeployments.put(record.serviceDeploymentArn, record)
  tell(clock, service, text(service, 'rollingBack', previous.id))
  primary.status = 'ACTIVE'
  Object.assign(previous, { status: 'PRIMARY', rolloutState: 'IN_PROGRESS', consecutiveFailures: 0 })
  previous.rolloutStateReason = failure.byBreaker
    ? `ECS deployment circuit breaker: rolling back to deploymentId ${previous.id}.`
    : `ECS deployment ${previous.id} in progress.`
  previous.updatedAt = now
  service.deployments = [previous, primary, ...older.filter(deployment => deployment !== previous)]
  service.impaired = { failures: 0, nextTime: 0, told: false }
  const { taskDefinition, launchType, capacityProviderStrategy, platformVersion } = previous
  const { networkConfiguration, loadBalancers } = previous
  Object.assign(service, { taskDefinition, launchType, capacityProviderStrategy, platformVersion })
  Object.assign(service, { networkConfiguration, loadBalancers })
  sendDeploymentStateChange(sandbox, scope, service, previous, 'SERVICE_DEPLOYMENT_IN_PROGRESS')
}
