import type { ContainerDefinition, RegisterTaskDefinitionRequest, Volume } from '@aws-sdk/client-ecs'
import { AwsError } from '../../operation.ts'
import { clientException } from './lookup.ts'

const NAME = /^[A-Za-z0-9_-]{1,255}$/
const FILE_SYSTEM = /^fs-[0-9a-f]{8,40}$/

/** Refuses volumes, mount points and volumesFrom that do not fit together. Throws ClientException. */
export function checkVolumes(request: RegisterTaskDefinitionRequest): void {
  const volumes = request.volumes ?? []
  const names = new Set<string>()
  const isFargate = request.requiresCompatibilities?.includes('FARGATE') ?? false
  for (const volume of volumes) {
    const { name = '' } = volume
    if (!NAME.test(name)) throw clientException(`Invalid volume name '${name}'.`)
    if (names.has(name)) throw clientException(`Duplicate volume name '${name}'.`)
    names.add(name)
    checkVolume(volume, isFargate)
  }
  const containers = request.containerDefinitions ?? []
  for (const container of containers) checkMounts(container, names, containers)
}

function checkVolume(volume: Volume, isFargate: boolean): void {
  const { name, host, efsVolumeConfiguration: efs, dockerVolumeConfiguration: docker } = volume
  if (volume.fsxWindowsFileServerVolumeConfiguration) throw notThere('FSx for Windows File Server volumes')
  if (volume.s3filesVolumeConfiguration) throw notThere('S3 Files volumes')
  if (volume.configuredAtLaunch) throw notThere('volumes configured at launch (EBS)')
  if ([host?.sourcePath, efs, docker].filter(Boolean).length > 1) {
    throw clientException(`Only one volume configuration may be given for volume '${name}'.`)
  }
  if (isFargate && host?.sourcePath) {
    throw clientException('host.sourcePath should not be set for volumes in Fargate')
  }
  if (isFargate && docker) {
    throw clientException('dockerVolumeConfiguration is not supported for tasks with FARGATE compatibility.')
  }
  if (!efs) return
  const {
    fileSystemId = '',
    rootDirectory,
    transitEncryption,
    transitEncryptionPort,
    authorizationConfig,
  } = efs
  if (!FILE_SYSTEM.test(fileSystemId.replace(/^arn:.*\//, ''))) {
    throw clientException(`Invalid EFS file system ID '${fileSystemId}' of volume '${name}'.`)
  }
  const encrypted = transitEncryption === 'ENABLED'
  if (authorizationConfig?.accessPointId && !encrypted) {
    throw clientException('EFS transit encryption must be enabled when an access point is specified.')
  }
  if (authorizationConfig?.iam === 'ENABLED' && !encrypted) {
    throw clientException('EFS transit encryption must be enabled when IAM authorization is enabled.')
  }
  if (transitEncryptionPort !== undefined && !encrypted) {
    throw clientException('transitEncryptionPort can only be set when EFS transit encryption is enabled.')
  }
  if (authorizationConfig?.accessPointId && rootDirectory && rootDirectory !== '/') {
    throw clientException("rootDirectory must be omitted or '/' when an EFS access point is specified.")
  }
}

function checkMounts(
  container: ContainerDefinition,
  volumes: Set<string>,
  containers: ContainerDefinition[],
): void {
  const paths = new Set<string>()
  for (const { sourceVolume = '', containerPath = '' } of container.mountPoints ?? []) {
    if (!volumes.has(sourceVolume)) throw clientException(`Unknown volume '${sourceVolume}'.`)
    if (!containerPath.startsWith('/')) {
      throw clientException(`Invalid containerPath '${containerPath}' of container '${container.name}'.`)
    }
    if (paths.has(containerPath)) {
      throw clientException(`Duplicate containerPath '${containerPath}' of container '${container.name}'.`)
    }
    paths.add(containerPath)
  }
  for (const { sourceContainer } of container.volumesFrom ?? []) {
    const other = containers.find(({ name }) => name === sourceContainer)
    if (!other || other === container) {
      throw clientException(
        `Container '${container.name}' takes volumes from container '${sourceContainer}', which the task definition does not have.`,
      )
    }
    if (takesFrom(other, container, containers)) {
      throw clientException(
        `Containers '${container.name}' and '${sourceContainer}' take volumes from one another.`,
      )
    }
  }
}

function takesFrom(
  container: ContainerDefinition,
  wanted: ContainerDefinition,
  containers: ContainerDefinition[],
  seen = new Set<ContainerDefinition>(),
): boolean {
  if (seen.has(container)) return false
  seen.add(container)
  return (container.volumesFrom ?? []).some(({ sourceContainer }) => {
    const other = containers.find(({ name }) => name === sourceContainer)
    return other !== undefined && (other === wanted || takesFrom(other, wanted, containers, seen))
  })
}

function notThere(what: string): AwsError {
  return new AwsError('NotImplemented', `The practice account does not have ${what} yet.`, 501)
}
