import type { Build, ProjectArtifacts, StartBuildInput } from '@aws-sdk/client-codebuild'
import { randomUUID } from 'node:crypto'
import type { Principal, Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { buildArn } from './arns.ts'
import { buildsOf, submitBuild } from './builds.ts'
import { invalid, limitExceeded, notThere } from './errors.ts'
import { findProject } from './projects.ts'
import { settingsOf, type GivenSettings } from './settings.ts'
import { buildShape } from './shapes.ts'
import {
  codebuild,
  isComplete,
  type BuildDocument,
  type BuildSettings,
  type ProjectDocument,
} from './store.ts'

/** How long AWS remembers an idempotency token. */
const TOKEN_MS = 5 * 60_000

/** Starts a build of a project, with the overrides of the request; answers it as it is at first. */
export function startBuild(sandbox: Sandbox, scope: Scope, input: StartBuildInput, initiator: string): Build {
  const project = findProject(scope, input.projectName ?? '')
  refuseMissing(input)
  const { idempotencyToken: token, ...request } = input
  const same = token && repeated(sandbox, scope, token, JSON.stringify(request))
  if (same) return buildShape(same)
  const settings = settingsOf(sandbox, scope, overridesOf(input, project), project)
  const idempotency = token ? { token, request: JSON.stringify(request) } : undefined
  return newBuild(sandbox, scope, project, { settings, initiator, idempotency })
}

/** Starts a build with the settings of one that there was. */
export function retryBuild(
  sandbox: Sandbox,
  scope: Scope,
  { build, token, initiator }: { build: BuildDocument; token?: string | undefined; initiator: string },
): Build {
  const project = findProject(scope, build.projectName)
  const same = token && repeated(sandbox, scope, token, build.id)
  if (same) return buildShape(same)
  const idempotency = token ? { token, request: build.id } : undefined
  return newBuild(sandbox, scope, project, {
    settings: settingsOf(sandbox, scope, {}, build),
    initiator,
    idempotency,
  })
}

/** Who began a build, as CodeBuild names them: `user` or `role/session`. */
export function initiatorOf({ arn }: Principal): string {
  return arn.replace(/^arn:aws:[^:]*::\d+:(?:user\/|assumed-role\/)?/, '')
}

interface NewBuild {
  settings: BuildSettings
  initiator: string
  idempotency: { token: string; request: string } | undefined
}

function newBuild(sandbox: Sandbox, scope: Scope, project: ProjectDocument, given: NewBuild): Build {
  const { projects, builds } = codebuild(scope)
  const { settings, initiator, idempotency } = given
  const active = builds.values().filter(one => one.projectName === project.name && !isComplete(one))
  if (project.concurrentBuildLimit !== undefined && active.length >= project.concurrentBuildLimit) {
    throw limitExceeded(`Cannot have more than ${project.concurrentBuildLimit} active builds for the project`)
  }
  buildsOf(sandbox).checkQueue(scope)
  const id = `${project.name}:${randomUUID()}`
  const buildNumber = project.builds + 1
  projects.put(project.name, { ...project, builds: buildNumber })
  const { clock } = sandbox
  const build: BuildDocument = {
    ...settings,
    ...{ id, arn: buildArn(scope, id), projectName: project.name, buildNumber, initiator },
    ...{ startTime: clock.now(), queuedAt: clock.time(scope.accountId), buildStatus: 'IN_PROGRESS' },
    phases: [],
    stored: [settings.artifacts, ...settings.secondaryArtifacts].map(artifactsToBe),
    stopRequested: false,
    ...(idempotency && { idempotency }),
  }
  submitBuild(sandbox, scope, build)
  const shape = buildShape(build)
  buildsOf(sandbox).add(scope, build)
  return structuredClone(shape)
}

/** Where artifacts will be, before they are. */
function artifactsToBe({ type, location, path = '', name = '', artifactIdentifier }: ProjectArtifacts) {
  const parts = [location, path, name].filter(Boolean).join('/')
  return {
    location: type === 'S3' ? `arn:aws:s3:::${parts}` : '',
    ...(artifactIdentifier && { artifactIdentifier }),
  }
}

function repeated(sandbox: Sandbox, scope: Scope, token: string, request: string): BuildDocument | undefined {
  const since = sandbox.clock.now() - TOKEN_MS
  const found = codebuild(scope)
    .builds.values()
    .find(({ idempotency, startTime }) => idempotency?.token === token && startTime > since)
  if (found && found.idempotency?.request !== request) {
    throw invalid('The idempotency token was already used for a request with other parameters')
  }
  return found
}

function refuseMissing(input: StartBuildInput): void {
  const missing = (['registryCredentialOverride', 'fleetOverride', 'sourceAuthOverride'] as const).find(
    name => input[name] !== undefined,
  )
  if (missing) throw notThere(`${missing} of StartBuild`)
  if (input.debugSessionEnabled) throw notThere('debug sessions in builds')
}

function overridesOf(input: StartBuildInput, { source, environment }: ProjectDocument): GivenSettings {
  const overridden = <T extends object>(before: T, changes: Partial<T>): { is: boolean; value: T } => {
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
    return { is: Object.keys(given).length > 0, value: { ...before, ...given } }
  }
  const newSource = overridden(source, {
    type: input.sourceTypeOverride,
    // Another type of source has its location elsewhere.
    ...(input.sourceTypeOverride === 'NO_SOURCE' && { location: '' }),
    ...(input.sourceLocationOverride !== undefined && { location: input.sourceLocationOverride }),
    buildspec: input.buildspecOverride,
    gitCloneDepth: input.gitCloneDepthOverride,
    insecureSsl: input.insecureSslOverride,
  })
  const variables = input.environmentVariablesOverride
  const names = new Set(variables?.map(({ name }) => name))
  const newEnvironment = overridden(environment, {
    type: input.environmentTypeOverride,
    image: input.imageOverride,
    computeType: input.computeTypeOverride,
    certificate: input.certificateOverride,
    privilegedMode: input.privilegedModeOverride,
    imagePullCredentialsType: input.imagePullCredentialsTypeOverride,
    environmentVariables: variables && [
      ...(environment.environmentVariables ?? []).filter(({ name }) => !names.has(name)),
      ...variables,
    ],
  })
  return {
    ...(newSource.is && { source: newSource.value }),
    ...(newEnvironment.is && { environment: newEnvironment.value }),
    sourceVersion: input.sourceVersion,
    secondarySources: input.secondarySourcesOverride,
    secondarySourceVersions: input.secondarySourcesVersionOverride,
    artifacts: input.artifactsOverride,
    secondaryArtifacts: input.secondaryArtifactsOverride,
    cache: input.cacheOverride,
    serviceRole: input.serviceRoleOverride,
    timeoutInMinutes: input.timeoutInMinutesOverride,
    queuedTimeoutInMinutes: input.queuedTimeoutInMinutesOverride,
    encryptionKey: input.encryptionKeyOverride,
    logsConfig: input.logsConfigOverride,
    autoRetryLimit: input.autoRetryLimitOverride,
  }
}
