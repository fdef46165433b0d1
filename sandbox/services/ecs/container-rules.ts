import type { ContainerDefinition, RegisterTaskDefinitionRequest } from '@aws-sdk/client-ecs'
import { clientException } from './lookup.ts'

const LONGEST_STOP_S = 120

/** Refuses settings of single containers that AWS refuses. Throws ClientException. */
export function checkContainerSettings(request: RegisterTaskDefinitionRequest): void {
  const isFargate = request.requiresCompatibilities?.includes('FARGATE') ?? false
  for (const container of request.containerDefinitions ?? []) {
    checkSecrets(container)
    checkRestartPolicy(container)
    checkEnvironmentFiles(container)
    for (const { name, softLimit = 0, hardLimit = 0 } of container.ulimits ?? []) {
      if (softLimit > hardLimit) {
        throw clientException(`Invalid ulimit ${name}: its softLimit must not be larger than its hardLimit.`)
      }
    }
    if (isFargate) checkFargate(container)
  }
}

function checkFargate(container: ContainerDefinition): void {
  const { name, linuxParameters: linux, ulimits, privileged, stopTimeout } = container
  if (privileged) throw clientException("Fargate compatible task definitions do not support 'privileged'.")
  if (stopTimeout !== undefined && !(stopTimeout >= 0 && stopTimeout <= LONGEST_STOP_S)) {
    throw clientException(
      `Invalid 'stopTimeout' setting for container '${name}': at most ${LONGEST_STOP_S} seconds on Fargate.`,
    )
  }
  const other = ulimits?.find(limit => limit.name !== 'nofile')
  if (other)
    throw clientException(`Fargate compatible task definitions do not support ulimit '${other.name}'.`)
  const added = linux?.capabilities?.add?.find(capability => capability !== 'SYS_PTRACE')
  if (added) {
    throw clientException(
      `Fargate compatible task definitions do not support adding the capability '${added}'.`,
    )
  }
  for (const setting of ['devices', 'sharedMemorySize', 'tmpfs', 'maxSwap', 'swappiness'] as const) {
    const value = linux?.[setting]
    if (value === undefined || (Array.isArray(value) && value.length === 0)) continue
    throw clientException(`Fargate compatible task definitions do not support '${setting}'.`)
  }
}

function checkSecrets({ name, secrets, environment, logConfiguration }: ContainerDefinition): void {
  const variables = new Set(environment?.map(variable => variable.name))
  const all = [...(secrets ?? []), ...(logConfiguration?.secretOptions ?? [])]
  if (all.some(secret => !secret.name || !secret.valueFrom)) {
    throw clientException(`Secrets of container '${name}' need a name and a valueFrom.`)
  }
  const double = secrets?.find(secret => variables.has(secret.name))
  if (double) {
    throw clientException(
      `The secret name must be unique and not shared with any new or existing environment variables set on the container, such as '${double.name}'.`,
    )
  }
}

function checkRestartPolicy({ name, restartPolicy: policy }: ContainerDefinition): void {
  if (!policy) return
  const { restartAttemptPeriod: period, ignoredExitCodes: codes = [] } = policy
  if (period !== undefined && !(period >= 60 && period <= 1800)) {
    throw clientException(
      `Invalid 'restartAttemptPeriod' setting for container '${name}': it must be between 60 and 1800 seconds.`,
    )
  }
  if (codes.length > 50) {
    throw clientException(
      `Invalid 'ignoredExitCodes' setting for container '${name}': at most 50 are allowed.`,
    )
  }
}

function checkEnvironmentFiles({ name, environmentFiles = [] }: ContainerDefinition): void {
  if (environmentFiles.length > 10) {
    throw clientException(`Container '${name}' has more than 10 environment files.`)
  }
  for (const { type, value = '' } of environmentFiles) {
    if (type !== 's3' || !/^arn:aws:s3:::[^/]+\/.+\.env$/.test(value)) {
      throw clientException(
        `Invalid environment file of container '${name}': it must be of type s3, and its value the ARN of an object whose name ends in .env.`,
      )
    }
  }
}
