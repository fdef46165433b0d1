import type { ContainerDefinition, RegisterTaskDefinitionRequest } from '@aws-sdk/client-ecs'
import { startOrder } from './container-order.ts'
import { checkContainerSettings } from './container-rules.ts'
import { cpuUnits, isFargateSize, memoryMiB } from './fargate-sizes.ts'
import { parseImageName } from '../ecr/image-name.ts'
import { checkTaskDefinitionValues } from './known-values.ts'
import { clientException } from './lookup.ts'
import { secretsOf } from './secrets.ts'
import { checkVolumes } from './volume-rules.ts'

const NAME = /^[A-Za-z0-9_-]{1,255}$/
const LARGEST = 65_536

/** Refuses what AWS refuses. Throws ClientException with AWS's text where that is known. */
export function checkTaskDefinition(request: RegisterTaskDefinitionRequest): void {
  if (!request.family) throw clientException('Family should not be null or empty.')
  if (!NAME.test(request.family)) throw clientException('Family contains invalid characters.')
  const containers = request.containerDefinitions ?? []
  if (containers.length === 0) throw clientException('Container list cannot be empty.')
  const length = Buffer.byteLength(JSON.stringify(request))
  if (length > LARGEST) {
    throw clientException(`Actual length: '${length}'. Max allowed length is '${LARGEST}' bytes.`)
  }
  checkTaskDefinitionValues(request)
  const names = new Set<string>()
  for (const container of containers) {
    checkContainer(container)
    if (names.has(container.name ?? '')) {
      throw clientException(`Container name '${container.name}' is used more than once.`)
    }
    names.add(container.name ?? '')
  }
  if (!containers.some(({ essential }) => essential !== false)) {
    throw clientException('At least one container must be essential.')
  }
  checkSize(request)
  if (request.requiresCompatibilities?.includes('FARGATE')) checkFargate(request)
  if (request.networkMode === 'awsvpc') checkPorts(containers)
  startOrder(containers)
  checkContainerSettings(request)
  checkVolumes(request)
}

function checkContainer(container: ContainerDefinition): void {
  if (!container.name) throw clientException('Container.name should not be null or empty.')
  if (!NAME.test(container.name)) {
    throw clientException(
      `Invalid container name '${container.name}': only letters, numbers, - and _ are allowed.`,
    )
  }
  if (!container.image) throw clientException('Container.image should not be null or empty.')
  for (const { containerPort } of container.portMappings ?? []) {
    if (containerPort !== undefined && !(containerPort >= 1 && containerPort <= 65535)) {
      throw clientException(`Invalid 'containerPort' setting for container '${container.name}'`)
    }
  }
  if (container.logConfiguration?.logDriver === 'awslogs') {
    const options = container.logConfiguration.options ?? {}
    for (const option of ['awslogs-group', 'awslogs-region']) {
      if (!options[option]) {
        throw clientException(`Log driver awslogs requires options: ${option}`)
      }
    }
  }
  checkHealthCheck(container)
}

/** What the API reference allows each of a health check's numbers to be. */
const HEALTH_CHECK = {
  interval: [5, 300],
  timeout: [2, 60],
  retries: [1, 10],
  startPeriod: [0, 300],
} as const

function checkHealthCheck(container: ContainerDefinition): void {
  const { healthCheck } = container
  for (const [name, [least, most]] of Object.entries(HEALTH_CHECK)) {
    const value = healthCheck?.[name as keyof typeof HEALTH_CHECK]
    if (value !== undefined && !(value >= least && value <= most)) {
      throw clientException(
        `Invalid health check of container '${container.name}': its ${name} must be between ${least} and ${most}.`,
      )
    }
  }
  if (healthCheck && !['CMD', 'CMD-SHELL', 'NONE'].includes(healthCheck.command?.[0] ?? '')) {
    throw clientException(
      `Invalid health check of container '${container.name}': its command must begin with CMD or CMD-SHELL.`,
    )
  }
}

function checkSize(request: RegisterTaskDefinitionRequest): void {
  const memory = request.memory === undefined ? undefined : memoryMiB(request.memory)
  if (request.cpu !== undefined) cpuUnits(request.cpu)
  for (const container of request.containerDefinitions ?? []) {
    const { name, memory: limit, memoryReservation: reservation } = container
    if (memory === undefined && limit === undefined && reservation === undefined) {
      throw clientException(
        `Invalid setting for container '${name}'. At least one of 'memory' or 'memoryReservation' must be specified.`,
      )
    }
    if (memory !== undefined && (limit ?? reservation ?? 0) > memory) {
      throw clientException(
        `Invalid setting for container '${name}'. Its memory is larger than the task's, ${memory} MiB.`,
      )
    }
    if (limit !== undefined && reservation !== undefined && reservation > limit) {
      throw clientException(
        `Invalid setting for container '${name}'. 'memoryReservation' must not be larger than 'memory'.`,
      )
    }
  }
}

function checkFargate(request: RegisterTaskDefinitionRequest): void {
  if (request.networkMode !== 'awsvpc') throw clientException("Fargate only supports network mode 'awsvpc'.")
  for (const setting of ['cpu', 'memory'] as const) {
    if (request[setting] === undefined) {
      throw clientException(`Fargate requires that '${setting}' be defined at the task level.`)
    }
  }
  if (!isFargateSize(cpuUnits(request.cpu ?? ''), memoryMiB(request.memory ?? ''))) {
    throw clientException('No Fargate configuration exists for given values.')
  }
  const storage = request.ephemeralStorage?.sizeInGiB
  if (storage !== undefined && !(storage >= 21 && storage <= 200)) {
    throw clientException('Ephemeral storage must be between 21 and 200 GiB.')
  }
  if (request.executionRoleArn) return
  const containers = request.containerDefinitions ?? []
  if (containers.some(({ image = '' }) => parseImageName(image) !== undefined)) {
    throw clientException(
      'Fargate requires task definition to have execution role ARN to support ECR images.',
    )
  }
  if (containers.some(({ logConfiguration }) => logConfiguration?.logDriver === 'awslogs')) {
    throw clientException(
      'Fargate requires task definition to have execution role ARN to support log driver awslogs.',
    )
  }
  if (containers.some(container => secretsOf(container).length > 0)) {
    throw clientException('Fargate requires task definition to have execution role ARN to support secrets.')
  }
}

function checkPorts(containers: ContainerDefinition[]): void {
  const mappings = containers.flatMap(({ portMappings }) => portMappings ?? [])
  if (mappings.some(({ hostPort, containerPort }) => hostPort && hostPort !== containerPort)) {
    throw clientException(
      'When networkMode=awsvpc, the host ports and container ports in port mappings must match.',
    )
  }
}
