import {
  type CreateServiceRequest,
  PlatformUnknownException,
  type RegisterTaskDefinitionRequest,
} from '@aws-sdk/client-ecs'
import { clientException, invalidParameter, thrown } from './lookup.ts'

const LAUNCH_TYPES = ['EC2', 'FARGATE', 'EXTERNAL', 'MANAGED_INSTANCES']
const NETWORK_MODES = ['bridge', 'host', 'awsvpc', 'none']
const PLATFORMS = ['LATEST', '1.4.0', '1.3.0', '1.2.0', '1.1.0', '1.0.0']

/** Refuses a word that is none of AWS's; what is not given passes. Throws InvalidParameterException. */
export function checkOneOf(value: string | undefined, what: string, known: readonly string[]): void {
  if (value !== undefined && !known.includes(value)) throw invalidParameter(notOneOf(what, known))
}

/** Throws InvalidParameterException. */
export function checkLaunchType(launchType: string | undefined): void {
  checkOneOf(launchType, 'launch type', LAUNCH_TYPES)
}

/** Throws InvalidParameterException. */
export function checkSchedulingStrategy(strategy: string | undefined): void {
  checkOneOf(strategy, 'Scheduling strategy', ['REPLICA', 'DAEMON'])
}

/** Refuses words of a service or a task that AWS does not have. Throws InvalidParameterException or PlatformUnknownException. */
export function checkRunValues(input: Partial<CreateServiceRequest>): void {
  checkLaunchType(input.launchType)
  checkSchedulingStrategy(input.schedulingStrategy)
  checkOneOf(input.deploymentController?.type, 'Deployment controller type', [
    'ECS',
    'CODE_DEPLOY',
    'EXTERNAL',
  ])
  checkOneOf(input.propagateTags, 'propagateTags', ['TASK_DEFINITION', 'SERVICE', 'NONE'])
  checkOneOf(input.networkConfiguration?.awsvpcConfiguration?.assignPublicIp, 'assignPublicIp', [
    'ENABLED',
    'DISABLED',
  ])
  if (input.platformVersion && !PLATFORMS.includes(input.platformVersion)) {
    throw thrown(PlatformUnknownException, 'The specified platform does not exist.')
  }
}

/** Refuses words of a task definition that AWS does not have. Throws ClientException. */
export function checkTaskDefinitionValues(input: RegisterTaskDefinitionRequest): void {
  const { networkMode, requiresCompatibilities = [] } = input
  if (networkMode !== undefined && !NETWORK_MODES.includes(networkMode)) {
    throw clientException(notOneOf('Network mode', NETWORK_MODES))
  }
  if (requiresCompatibilities.some(one => !LAUNCH_TYPES.includes(one))) {
    throw clientException(notOneOf('requiresCompatibilities', LAUNCH_TYPES))
  }
}

function notOneOf(what: string, known: readonly string[]): string {
  return `${what} should be one of [${known.join(',')}]`
}
