import { randomInt } from 'node:crypto'
import type { ErrorInformation, RevisionLocation } from '@aws-sdk/client-codedeploy'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import type { AppSpec } from './app-spec.ts'
import { ALL_AT_ONCE } from './configs.ts'
import { codedeploy, groupKey } from './store.ts'
import type { EventName } from './app-spec.ts'
import type { ConfigDocument, DeploymentDocument, EventDocument, GroupDocument } from './store.ts'
import { testListeners } from './traffic.ts'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'

const EVENTS: readonly EventName[] = [
  'BeforeInstall',
  'Install',
  'AfterInstall',
  'AllowTestTraffic',
  'AfterAllowTestTraffic',
  'BeforeAllowTraffic',
  'AllowTraffic',
  'AfterAllowTraffic',
]
const OF_TEST_LISTENER = new Set<EventName>(['AllowTestTraffic', 'AfterAllowTestTraffic'])

interface Wish {
  group: GroupDocument
  config: ConfigDocument
  revision: RevisionLocation
  /** What the revision says, or why it cannot be read. */
  appSpec: AppSpec | ErrorInformation
  description?: string | undefined
  autoRollbackConfiguration?: GroupDocument['autoRollbackConfiguration'] | undefined
  alarmConfiguration?: GroupDocument['alarmConfiguration'] | undefined
}

/** Stores a new deployment, which the controller then takes up. */
export function addDeployment(sandbox: Sandbox, scope: Scope, wish: Wish): DeploymentDocument {
  const { group, config, revision, appSpec, description } = wish
  const now = sandbox.clock.now()
  const isError = 'code' in appSpec
  const deployment: DeploymentDocument = {
    deploymentId: newId(),
    applicationName: group.applicationName,
    deploymentGroupName: group.deploymentGroupName,
    deploymentConfigName: config.deploymentConfigName,
    revision,
    ...(group.targetRevision && { previousRevision: group.targetRevision }),
    ...(description && { description }),
    status: 'Created',
    creator: 'user',
    createdAt: now,
    updatedAt: now,
    ...(isError ? { error: appSpec } : { appSpec: appSpec as AppSpec }),
    autoRollbackConfiguration: wish.autoRollbackConfiguration ?? group.autoRollbackConfiguration,
    alarmConfiguration: wish.alarmConfiguration ?? group.alarmConfiguration,
    alarmsOverridden: wish.alarmConfiguration !== undefined,
    blueGreenDeploymentConfiguration: group.blueGreenDeploymentConfiguration,
    loadBalancerInfo: group.loadBalancerInfo,
    traffic: config.trafficRoutingConfig,
    serviceRoleArn: group.serviceRoleArn,
    ecsService: group.ecsService,
    stage: 'created',
    stageTime: sandbox.clock.time(scope.accountId),
    events: eventsOf(group),
    weights: { blue: 100, green: 0 },
  }
  keep(scope, group, deployment)
  return deployment
}

/** A deployment of its own that takes the traffic back to the task set that had it, at once. */
export function addRollback(sandbox: Sandbox, scope: Scope, failed: DeploymentDocument): DeploymentDocument {
  const now = sandbox.clock.now()
  const deploymentId = newId()
  const rollbackMessage = `Deployment ${deploymentId} is triggered to roll back deployment ${failed.deploymentId}.`
  const { greenTaskSetId, blueTaskSetId, blueTargetGroupArn, greenTargetGroupArn, weights } = failed
  const { error: _error, ended: _ended, startedAt: _started, completedAt: _completed, ...rest } = failed
  const deployment: DeploymentDocument = {
    ...rest,
    deploymentId,
    deploymentConfigName: ALL_AT_ONCE,
    traffic: { type: 'AllAtOnce' },
    revision: failed.previousRevision ?? failed.revision,
    description: rollbackMessage,
    status: 'Created',
    creator: 'codeDeployRollback',
    createdAt: now,
    updatedAt: now,
    autoRollbackConfiguration: { enabled: false },
    stage: 'created',
    stageTime: sandbox.clock.time(scope.accountId),
    continued: false,
    events: eventsOf(failed).map(event =>
      event.name === 'AllowTraffic' ? event : { ...event, status: 'Skipped' as const },
    ),
    rollbackInfo: { rollbackTriggeringDeploymentId: failed.deploymentId, rollbackMessage },
    rollbackOf: failed.deploymentId,
    weights: { blue: weights.green, green: weights.blue },
  }
  // What was blue is where the traffic is to go.
  Object.assign(deployment, {
    blueTaskSetId: greenTaskSetId,
    greenTaskSetId: blueTaskSetId,
    blueTargetGroupArn: greenTargetGroupArn,
    greenTargetGroupArn: blueTargetGroupArn,
  })
  failed.rollbackInfo = {
    rollbackDeploymentId: deploymentId,
    rollbackMessage: `Deployment ${failed.deploymentId} terminated. Automatic rollback is triggered with a DeploymentId ${deploymentId}.`,
  }
  keep(scope, codedeploy(scope).groups.get(groupKey(failed)), deployment)
  return deployment
}

function keep(scope: Scope, group: GroupDocument | undefined, deployment: DeploymentDocument): void {
  const { groups, deployments } = codedeploy(scope)
  deployments.put(deployment.deploymentId, deployment)
  if (group) groups.put(groupKey(group), { ...group, lastAttempted: deployment.deploymentId })
}

function eventsOf(group: Pick<GroupDocument, 'loadBalancerInfo'>): EventDocument[] {
  const names = testListeners(group).length > 0 ? EVENTS : EVENTS.filter(name => !OF_TEST_LISTENER.has(name))
  return names.map(name => ({ name, status: 'Pending' }))
}

function newId(): string {
  return `d-${Array.from({ length: 9 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')}`
}
