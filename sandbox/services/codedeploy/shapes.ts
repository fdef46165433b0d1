import type {
  ApplicationInfo,
  DeploymentConfigInfo,
  DeploymentGroupInfo,
  DeploymentInfo,
  DeploymentStatus,
  DeploymentTarget,
  LastDeploymentInfo,
  TargetStatus,
} from '@aws-sdk/client-codedeploy'
import { arn } from '../../ids.ts'
import type { Scope } from '../../store/store.ts'
import { isOver } from './lookup.ts'
import { codedeploy } from './store.ts'
import type { ApplicationDocument, ConfigDocument, DeploymentDocument, GroupDocument } from './store.ts'
import { taskSetsInfo } from './task-sets-info.ts'

const STYLE = { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' } as const
const date = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms))

export function applicationShape({
  applicationId,
  applicationName,
  createdAt,
}: ApplicationDocument): ApplicationInfo {
  return {
    ...{ applicationId, applicationName, createTime: new Date(createdAt) },
    ...{ linkedToGitHub: false, computePlatform: 'ECS' },
  }
}

export function configShape({ createdAt, ...config }: ConfigDocument): DeploymentConfigInfo {
  return { ...config, createTime: new Date(createdAt) }
}

export function groupShape(scope: Scope, group: GroupDocument): DeploymentGroupInfo {
  const { ecsService, tags: _tags, lastSuccessful, lastAttempted, ...settings } = group
  return {
    ...settings,
    ...{ ec2TagFilters: [], onPremisesInstanceTagFilters: [], autoScalingGroups: [] },
    deploymentStyle: STYLE,
    ...(lastSuccessful && { lastSuccessfulDeployment: lastShape(scope, lastSuccessful) }),
    ...(lastAttempted && { lastAttemptedDeployment: lastShape(scope, lastAttempted) }),
    computePlatform: 'ECS',
    ecsServices: [ecsService],
    terminationHookEnabled: false,
  }
}

function lastShape(scope: Scope, deploymentId: string): LastDeploymentInfo {
  const found = codedeploy(scope).deployments.get(deploymentId)
  return {
    deploymentId,
    status: found?.status,
    endTime: date(found?.completedAt),
    createTime: date(found?.createdAt),
  }
}

/** A deployment as GetDeployment answers it. */
export function deploymentShape(deployment: DeploymentDocument): DeploymentInfo {
  const { stage, error, previousRevision, description, rollbackInfo, alarmsOverridden } = deployment
  const isEnding = stage === 'termination-wait' || stage === 'terminating'
  return {
    applicationName: deployment.applicationName,
    deploymentGroupName: deployment.deploymentGroupName,
    deploymentConfigName: deployment.deploymentConfigName,
    deploymentId: deployment.deploymentId,
    ...(previousRevision && { previousRevision }),
    revision: deployment.revision,
    status: deployment.status,
    ...(error && isOver(deployment) && { errorInformation: error }),
    createTime: new Date(deployment.createdAt),
    startTime: date(deployment.startedAt),
    completeTime: date(deployment.completedAt),
    ...(isOver(deployment) && { deploymentOverview: overviewOf(deployment) }),
    ...(description && { description }),
    creator: deployment.creator,
    ignoreApplicationStopFailures: false,
    autoRollbackConfiguration: deployment.autoRollbackConfiguration,
    updateOutdatedInstancesOnly: false,
    ...(rollbackInfo && { rollbackInfo }),
    deploymentStyle: STYLE,
    instanceTerminationWaitTimeStarted: isEnding || deployment.status === 'Succeeded',
    blueGreenDeploymentConfiguration: deployment.blueGreenDeploymentConfiguration,
    loadBalancerInfo: deployment.loadBalancerInfo,
    fileExistsBehavior: 'DISALLOW',
    deploymentStatusMessages: [],
    computePlatform: 'ECS',
    ...(alarmsOverridden && { overrideAlarmConfiguration: deployment.alarmConfiguration }),
  }
}

function overviewOf({ status }: DeploymentDocument) {
  const count = (wanted: boolean) => (wanted ? 1 : 0)
  return {
    ...{ Pending: 0, InProgress: 0, Skipped: 0, Ready: 0 },
    Succeeded: count(status === 'Succeeded'),
    Failed: count(status !== 'Succeeded'),
  }
}

/** Id of a deployment's only target. */
export function targetIdOf({ ecsService }: Pick<DeploymentDocument, 'ecsService'>): string {
  return `${ecsService.clusterName}:${ecsService.serviceName}`
}

const TARGET_STATUS: Record<DeploymentStatus, TargetStatus> = {
  Created: 'Pending',
  Queued: 'Pending',
  InProgress: 'InProgress',
  Baking: 'InProgress',
  Ready: 'Ready',
  Succeeded: 'Succeeded',
  Failed: 'Failed',
  Stopped: 'Failed',
}

/** The service that is deployed to, as GetDeploymentTarget answers it. */
export function targetShape(scope: Scope, deployment: DeploymentDocument): DeploymentTarget {
  const { ecsService } = deployment
  return {
    deploymentTargetType: 'ECSTarget',
    ecsTarget: {
      deploymentId: deployment.deploymentId,
      targetId: targetIdOf(deployment),
      targetArn: arn(scope, 'ecs', `service/${ecsService.clusterName}/${ecsService.serviceName}`),
      lastUpdatedAt: new Date(deployment.updatedAt),
      lifecycleEvents: deployment.events.map(({ name, status, startedAt, endedAt, message }) => ({
        lifecycleEventName: name,
        ...(message && {
          diagnostics: { errorCode: 'UnknownError' as const, scriptName: '', message, logTail: '' },
        }),
        startTime: date(startedAt),
        endTime: date(endedAt),
        status,
      })),
      status: TARGET_STATUS[deployment.status],
      taskSetsInfo: deployment.ended?.taskSets ?? taskSetsInfo(scope, deployment),
    },
  }
}
