import type {
  BuildArtifacts,
  BuildPhaseType,
  ExportedEnvironmentVariable,
  LogsConfig,
  PhaseContext,
  ProjectArtifacts,
  ProjectCache,
  ProjectEnvironment,
  ProjectSource,
  StatusType,
  Tag,
  VpcConfig,
} from '@aws-sdk/client-codebuild'
import type { Collection, Scope } from '../../store/store.ts'

/** What a project says of its builds, and a build keeps of its project. */
export interface BuildSettings {
  source: ProjectSource
  sourceVersion?: string
  artifacts: ProjectArtifacts
  secondaryArtifacts: ProjectArtifacts[]
  cache: ProjectCache
  environment: ProjectEnvironment
  serviceRole: string
  timeoutInMinutes: number
  queuedTimeoutInMinutes: number
  encryptionKey: string
  logsConfig?: LogsConfig
  vpcConfig?: VpcConfig
}

export interface ProjectDocument extends BuildSettings {
  name: string
  arn: string
  description?: string
  tags: Tag[]
  /** Milliseconds since the epoch, as `lastModified`. */
  created: number
  lastModified: number
  concurrentBuildLimit?: number
  /** How many builds it has had: the last one's number. */
  builds: number
}

export interface PhaseDocument {
  phaseType: BuildPhaseType
  phaseStatus?: StatusType
  /** Milliseconds since the epoch, as `endTime`. */
  startTime: number
  endTime?: number
  contexts?: PhaseContext[]
}

export interface BuildDocument extends BuildSettings {
  /** `<project>:<uuid>`. */
  id: string
  arn: string
  projectName: string
  buildNumber: number
  /** Milliseconds since the epoch, as `endTime`. */
  startTime: number
  endTime?: number
  /** The account's own time: since when it waits, and since when it runs. */
  queuedAt: number
  buildStatus: StatusType
  phases: PhaseDocument[]
  initiator: string
  resolvedSourceVersion?: string
  /** What was stored where, the primary artifact first. */
  stored: BuildArtifacts[]
  exported?: ExportedEnvironmentVariable[]
  logStream?: { groupName: string; streamName: string }
  /** StopBuild was called. */
  stopRequested: boolean
  idempotency?: { token: string; request: string }
}

/** The state of CodeBuild in one account and region. */
export function codebuild(scope: Scope): {
  projects: Collection<ProjectDocument>
  builds: Collection<BuildDocument>
} {
  return {
    projects: scope.collection('codebuild:project'),
    builds: scope.collection('codebuild:build'),
  }
}

/** The phase that a build is in. */
export function currentPhase({ phases }: BuildDocument): BuildPhaseType {
  return phases.at(-1)?.phaseType ?? 'SUBMITTED'
}

/** Whether a build has come to its end. */
export function isComplete(build: BuildDocument): boolean {
  return currentPhase(build) === 'COMPLETED'
}
