import type { Build, LogsLocation, Project } from '@aws-sdk/client-codebuild'
import {
  currentPhase,
  isComplete,
  type BuildDocument,
  type PhaseDocument,
  type ProjectDocument,
} from './store.ts'

/** A project as AWS answers it. */
export function projectShape(project: ProjectDocument): Project {
  const { builds: _builds, created, lastModified, ...rest } = project
  return {
    ...rest,
    created: new Date(created),
    lastModified: new Date(lastModified),
    badge: { badgeEnabled: false },
    projectVisibility: 'PRIVATE',
  }
}

/** A build as AWS answers it. */
export function buildShape(build: BuildDocument): Build {
  const [artifacts, ...secondaryArtifacts] = build.stored
  return {
    id: build.id,
    arn: build.arn,
    buildNumber: build.buildNumber,
    startTime: new Date(build.startTime),
    ...(build.endTime !== undefined && { endTime: new Date(build.endTime) }),
    currentPhase: currentPhase(build),
    buildStatus: build.buildStatus,
    ...(build.sourceVersion !== undefined && { sourceVersion: build.sourceVersion }),
    ...(build.resolvedSourceVersion !== undefined && { resolvedSourceVersion: build.resolvedSourceVersion }),
    projectName: build.projectName,
    phases: build.phases.map(phaseShape),
    source: build.source,
    secondarySources: [],
    secondarySourceVersions: [],
    artifacts: artifacts ?? { location: '' },
    secondaryArtifacts,
    cache: build.cache,
    environment: build.environment,
    serviceRole: build.serviceRole,
    logs: logsShape(build),
    timeoutInMinutes: build.timeoutInMinutes,
    queuedTimeoutInMinutes: build.queuedTimeoutInMinutes,
    buildComplete: isComplete(build),
    initiator: build.initiator,
    ...(build.vpcConfig && { vpcConfig: build.vpcConfig }),
    encryptionKey: build.encryptionKey,
    ...(build.exported && { exportedEnvironmentVariables: build.exported }),
  }
}

function phaseShape({ startTime, endTime, ...phase }: PhaseDocument) {
  return {
    ...phase,
    startTime: new Date(startTime),
    ...(endTime !== undefined && {
      endTime: new Date(endTime),
      durationInSeconds: Math.floor((endTime - startTime) / 1000),
    }),
  }
}

/** Where a build's log is; AWS's own link leads to its console. */
export function logsShape({ arn, logStream, logsConfig }: BuildDocument): LogsLocation {
  const [, , , region = '', accountId = ''] = arn.split(':')
  const { groupName, streamName } = logStream ?? {}
  const name = (text = '') => encodeURIComponent(text).replaceAll('%', '$25')
  const console = `https://console.aws.amazon.com/cloudwatch/home?region=${region}#logsV2:log-groups`
  return {
    ...logStream,
    deepLink: groupName ? `${console}/log-group/${name(groupName)}/log-events/${name(streamName)}` : console,
    ...(groupName && {
      cloudWatchLogsArn: `arn:aws:logs:${region}:${accountId}:log-group:${groupName}:log-stream:${streamName}`,
    }),
    cloudWatchLogs: logsConfig?.cloudWatchLogs ?? { status: 'ENABLED' },
    s3Logs: logsConfig?.s3Logs ?? { status: 'DISABLED', encryptionDisabled: false },
  }
}
