import { EnvironmentType } from '@aws-sdk/client-codebuild'
import type {
  CreateProjectInput,
  ProjectArtifacts,
  ProjectEnvironment,
  ProjectSource,
} from '@aws-sdk/client-codebuild'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { findRole } from '../iam/roles.ts'
import { serviceMayAssume } from '../sts/trust.ts'
import { invalid, notThere } from './errors.ts'
import type { BuildSettings } from './store.ts'

/** What projects and the overrides of builds may set. */
export type GivenSettings = Partial<
  Pick<
    CreateProjectInput,
    | 'source'
    | 'sourceVersion'
    | 'secondarySources'
    | 'secondarySourceVersions'
    | 'artifacts'
    | 'secondaryArtifacts'
    | 'cache'
    | 'environment'
    | 'serviceRole'
    | 'timeoutInMinutes'
    | 'queuedTimeoutInMinutes'
    | 'encryptionKey'
    | 'logsConfig'
    | 'vpcConfig'
    | 'fileSystemLocations'
    | 'autoRetryLimit'
  >
>

const SOURCES = [
  ...['BITBUCKET', 'CODECOMMIT', 'CODEPIPELINE', 'GITHUB', 'GITHUB_ENTERPRISE', 'GITLAB'],
  ...['GITLAB_SELF_MANAGED', 'NO_SOURCE', 'S3'],
]

/** The settings of a request over those that stand, checked. Throws InvalidInputException, and 501 for what is not there. */
export function settingsOf(
  sandbox: Sandbox,
  scope: Scope,
  given: GivenSettings,
  before?: BuildSettings,
): BuildSettings {
  if (given.secondarySources?.length || given.secondarySourceVersions?.length) {
    throw notThere('secondary sources of builds')
  }
  if (given.fileSystemLocations?.length) throw notThere('file systems in builds')
  if (given.autoRetryLimit) throw notThere('builds that are retried by themselves')
  const sourceVersion = given.sourceVersion ?? before?.sourceVersion
  const logsConfig = given.logsConfig ?? before?.logsConfig
  const vpcConfig = given.vpcConfig ?? before?.vpcConfig
  const settings: BuildSettings = {
    source: {
      insecureSsl: false,
      gitCloneDepth: 1,
      ...(given.source ?? before?.source ?? { type: 'NO_SOURCE' }),
    },
    artifacts: given.artifacts ?? before?.artifacts ?? { type: 'NO_ARTIFACTS' },
    secondaryArtifacts: given.secondaryArtifacts ?? before?.secondaryArtifacts ?? [],
    cache: given.cache ?? before?.cache ?? { type: 'NO_CACHE' },
    environment: environmentOf(given.environment ?? before?.environment),
    serviceRole: roleArn(scope, given.serviceRole ?? before?.serviceRole ?? ''),
    timeoutInMinutes: given.timeoutInMinutes ?? before?.timeoutInMinutes ?? 60,
    queuedTimeoutInMinutes: given.queuedTimeoutInMinutes ?? before?.queuedTimeoutInMinutes ?? 480,
    encryptionKey:
      given.encryptionKey ??
      before?.encryptionKey ??
      `arn:aws:kms:${scope.region}:${scope.accountId}:alias/aws/s3`,
    ...(sourceVersion !== undefined && { sourceVersion }),
    ...(logsConfig && { logsConfig }),
    ...(vpcConfig && { vpcConfig }),
  }
  checkSource(settings.source)
  for (const artifacts of [settings.artifacts, ...settings.secondaryArtifacts]) checkArtifacts(artifacts)
  if (settings.secondaryArtifacts.some(({ artifactIdentifier }) => !artifactIdentifier)) {
    throw invalid('Invalid artifacts: secondary artifacts must have an artifactIdentifier')
  }
  checkRange(settings.timeoutInMinutes, 'timeoutInMinutes', 5, 2160)
  checkRange(settings.queuedTimeoutInMinutes, 'queuedTimeoutInMinutes', 5, 480)
  if (given.serviceRole !== undefined || !before) checkRole(sandbox, scope, settings.serviceRole)
  if (settings.logsConfig?.s3Logs?.status === 'ENABLED') throw notThere('build logs in S3')
  return settings
}

function checkSource({ type, location, buildspec, auth }: ProjectSource): void {
  if (!SOURCES.includes(type ?? '')) throw invalid('Invalid type provided: Project source type')
  if (type === 'NO_SOURCE') {
    if (location) throw invalid('Invalid project source: location must be empty for source type NO_SOURCE')
    if (!buildspec) throw invalid('buildspec is required for source type NO_SOURCE')
    if (!/[\n:]/.test(buildspec)) {
      throw invalid(
        'Invalid project source: source type NO_SOURCE takes its buildspec as text, not as a file',
      )
    }
    return
  }
  if (type !== 'S3') {
    throw notThere(
      `sources of type ${type}: put a zip of the source into a bucket, which works here and on AWS (type S3, location bucket/key.zip)`,
    )
  }
  if (auth) throw invalid('Invalid project source: auth is not supported for source type S3')
  if (!location) throw invalid('Project source location is required')
  if (!/^(arn:aws:s3:::)?[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\/.+$/.test(location)) {
    throw invalid('Invalid project source: location must be a valid S3 source: <bucket-name>/<object-key>')
  }
  if (buildspec?.startsWith('arn:aws:s3:::')) throw notThere('buildspecs in another bucket')
}

function checkArtifacts({ type, location, packaging, namespaceType }: ProjectArtifacts): void {
  if (type === 'CODEPIPELINE') throw notThere('artifacts for CodePipeline')
  if (type !== 'S3' && type !== 'NO_ARTIFACTS') throw invalid('Invalid type provided: Artifact type')
  if (type === 'NO_ARTIFACTS') {
    if (location) throw invalid('Invalid artifacts: location must be null for artifacts type NO_ARTIFACTS')
    return
  }
  if (!location) throw invalid('Invalid artifacts: location must be set for artifacts type S3')
  if (packaging && packaging !== 'ZIP' && packaging !== 'NONE') {
    throw invalid('Invalid artifacts: packaging must be ZIP or NONE')
  }
  if (namespaceType && namespaceType !== 'BUILD_ID' && namespaceType !== 'NONE') {
    throw invalid('Invalid artifacts: namespaceType must be BUILD_ID or NONE')
  }
}

function environmentOf(given: ProjectEnvironment | undefined): ProjectEnvironment {
  const environment: ProjectEnvironment = {
    ...{ type: undefined, image: undefined, computeType: undefined },
    ...{ privilegedMode: false, imagePullCredentialsType: 'CODEBUILD' },
    ...given,
    environmentVariables: (given?.environmentVariables ?? []).map(variable => ({
      type: 'PLAINTEXT',
      ...variable,
    })),
  }
  const { type, image, computeType, registryCredential, environmentVariables = [] } = environment
  if (!Object.values(EnvironmentType).some(one => one === type)) {
    throw invalid('Invalid type provided: Environment type')
  }
  if (type !== 'LINUX_CONTAINER' && type !== 'ARM_CONTAINER') {
    throw notThere(`build environments of type ${type}: expected LINUX_CONTAINER or ARM_CONTAINER`)
  }
  if (!image) throw invalid('Environment image is required')
  if (!/^BUILD_GENERAL1_(SMALL|MEDIUM|LARGE|XLARGE|2XLARGE)$/.test(computeType ?? '')) {
    throw invalid('Invalid compute type for environment')
  }
  if (registryCredential) throw notThere('credentials for other registries')
  if (environment.fleet ?? environment.dockerServer) throw notThere('fleets and Docker servers of builds')
  for (const { name, type: kind = 'PLAINTEXT' } of environmentVariables) {
    if (!/^[A-Za-z_]\w*$/.test(name ?? '')) throw invalid(`Invalid environment variable name: ${name}`)
    if (!/^(PLAINTEXT|PARAMETER_STORE|SECRETS_MANAGER)$/.test(kind)) {
      throw invalid('Invalid type provided: Environment variable type')
    }
  }
  const names = environmentVariables.map(({ name }) => name)
  if (new Set(names).size < names.length) {
    throw invalid('Duplicate environment variable names are not allowed')
  }
  return environment
}

function checkRange(value: number, member: string, least: number, most: number): void {
  const [problem, bound] = value < least ? ['greater', least] : ['less', most]
  if (value >= least && value <= most) return
  throw invalid(
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: Member must have value ${problem} than or equal to ${bound}`,
  )
}

/** A role may be given by its name, as the console does. */
function roleArn({ accountId }: Scope, role: string): string {
  return role === '' || role.startsWith('arn:') ? role : `arn:aws:iam::${accountId}:role/${role}`
}

function checkRole(sandbox: Sandbox, { accountId }: Scope, arn: string): void {
  const [, , service, , account] = arn.split(':')
  if (service !== 'iam') throw invalid('Invalid service role: Service role is not a valid ARN')
  if (account !== accountId) {
    throw invalid("Invalid service role: Service role account ID does not match caller's account")
  }
  if (!isAssumable(sandbox, arn)) {
    throw invalid(`CodeBuild is not authorized to perform: sts:AssumeRole on ${arn}`)
  }
}

/** Whether CodeBuild can be this role. */
export function isAssumable({ store, config }: Sandbox, arn: string): boolean {
  if (config.auth === 'off') return true
  const role = findRole(store, arn)
  return role !== undefined && serviceMayAssume(role, 'codebuild.amazonaws.com', new Map())
}
