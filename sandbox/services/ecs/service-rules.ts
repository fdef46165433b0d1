import type { CreateServiceRequest, LoadBalancer, Service } from '@aws-sdk/client-ecs'
import { AwsError } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { findTargetGroup } from '../elbv2/targets.ts'
import { checkRunValues } from './known-values.ts'
import { invalidParameter } from './lookup.ts'
import type { ServiceDocument, TaskDefinitionDocument } from './store.ts'
import { checkAdvancedConfigurations, checkStrategy } from './strategies/request-rules.ts'

/** Refuses load balancers that the task definition does not fit. Throws InvalidParameterException with AWS's texts. */
export function checkLoadBalancers(
  scope: Scope,
  definition: TaskDefinitionDocument,
  loadBalancers: LoadBalancer[],
  strategy?: string,
): void {
  if (loadBalancers.some(one => one.loadBalancerName && one.advancedConfiguration)) {
    throw invalidParameter('advancedConfiguration field is not allowed with ELBv1 loadBalancers')
  }
  if (loadBalancers.some(one => one.loadBalancerName) && loadBalancers.some(one => one.targetGroupArn)) {
    throw invalidParameter(
      'All loadBalancers must be strictly either ELBv1 (defining loadBalancerName) or ELBv2 (defining targetGroupArn)',
    )
  }
  checkAdvancedConfigurations(scope, loadBalancers, strategy)
  for (const { targetGroupArn, loadBalancerName, containerName, containerPort } of loadBalancers) {
    if (loadBalancerName) throw notThere('Classic Load Balancers')
    if (!targetGroupArn) throw invalidParameter('targetGroupArn should not be null or empty.')
    const container = definition.containerDefinitions.find(({ name }) => name === containerName)
    if (!container) {
      throw invalidParameter(`The container ${containerName} does not exist in the task definition.`)
    }
    if (!container.portMappings?.some(mapping => mapping.containerPort === containerPort)) {
      throw invalidParameter(
        `The container ${containerName} did not have a container port ${containerPort} defined.`,
      )
    }
    const group = findTargetGroup(scope, targetGroupArn)
    if (!group) {
      throw invalidParameter(`The specified target group does not exist: ${targetGroupArn}`)
    }
    if (group.TargetType === 'instance' && definition.networkMode === 'awsvpc') {
      throw invalidParameter(
        `The provided target group ${targetGroupArn} has target type instance, which is incompatible with the awsvpc network mode specified in the task definition.`,
      )
    }
    if (group.LoadBalancerArns.length === 0) {
      throw invalidParameter(
        `The target group with targetGroupArn ${targetGroupArn} does not have an associated load balancer.`,
      )
    }
    if (definition.networkMode !== 'awsvpc') {
      throw notThere(`load balancing to tasks of network mode ${definition.networkMode ?? 'bridge'}`)
    }
  }
}

const LINEAR = { stepPercent: 10, stepBakeTimeInMinutes: 6 }
const CANARY = { canaryPercent: 5, canaryBakeTimeInMinutes: 10 }

function definedOf<T extends object>(value: T | undefined): T {
  return Object.fromEntries(Object.entries(value ?? {}).filter(([, member]) => member !== undefined)) as T
}

/** Deployment settings of a request over those before, or over AWS's defaults. Throws InvalidParameterException. */
export function deploymentConfiguration(
  given: Service['deploymentConfiguration'],
  before?: ServiceDocument['deploymentConfiguration'],
  controller?: string,
): ServiceDocument['deploymentConfiguration'] {
  const configuration: ServiceDocument['deploymentConfiguration'] = {
    deploymentCircuitBreaker: { enable: false, rollback: false },
    maximumPercent: 200,
    minimumHealthyPercent: 100,
    strategy: 'ROLLING' as const,
    bakeTimeInMinutes: 0,
    ...before,
    ...definedOf(given),
  }
  // A strategy's own settings go with it.
  const { strategy, linearConfiguration, canaryConfiguration } = configuration
  if (strategy !== 'LINEAR' && linearConfiguration && !given?.linearConfiguration) {
    delete configuration.linearConfiguration
  }
  if (strategy !== 'CANARY' && canaryConfiguration && !given?.canaryConfiguration) {
    delete configuration.canaryConfiguration
  }
  if (strategy === 'LINEAR') {
    configuration.linearConfiguration = { ...LINEAR, ...definedOf(configuration.linearConfiguration) }
  }
  if (strategy === 'CANARY') {
    configuration.canaryConfiguration = { ...CANARY, ...definedOf(configuration.canaryConfiguration) }
  }
  checkStrategy(configuration, controller)
  const { maximumPercent, minimumHealthyPercent } = configuration
  if (maximumPercent < 100) throw invalidParameter('maximumPercent must not be below 100.')
  if (minimumHealthyPercent < 0 || minimumHealthyPercent > 100) {
    throw invalidParameter('minimumHealthyPercent must be between 0 and 100.')
  }
  if (maximumPercent === 100 && minimumHealthyPercent === 100) {
    throw invalidParameter(
      'Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments.',
    )
  }
  return configuration
}

/** Refuses words that AWS does not have, and what the practice account has no scheduler for. Throws 501 NotImplemented: nothing is pretended. */
export function checkSupported(input: Partial<CreateServiceRequest>): void {
  checkRunValues(input)
  const controller = input.deploymentController?.type ?? 'ECS'
  if (controller === 'EXTERNAL') throw notThere(`deployment controller ${controller}`)
  if (input.schedulingStrategy === 'DAEMON') throw notThere('the scheduling strategy DAEMON')
  if (input.serviceRegistries?.length) throw notThere('service discovery')
  if (input.serviceConnectConfiguration?.enabled) throw notThere('Service Connect')
  if (input.volumeConfigurations?.length) throw notThere('volume configurations')
  if (input.vpcLatticeConfigurations?.length) throw notThere('VPC Lattice')
}

/** Throws InvalidParameterException. */
export function checkGracePeriod(seconds: number | undefined, loadBalancers: LoadBalancer[]): void {
  if (seconds !== undefined && loadBalancers.length === 0) {
    throw invalidParameter(
      'Health check grace period is only valid for services configured to use load balancers',
    )
  }
}

/** Throws InvalidParameterException. */
export function checkDesiredCount(count: number | undefined): void {
  if (count !== undefined && !(Number.isInteger(count) && count >= 0 && count <= 5000)) {
    throw invalidParameter('The desired count must be between 0 and 5000.')
  }
}

function notThere(what: string): AwsError {
  return new AwsError('NotImplemented', `The practice account does not have ${what} yet.`, 501)
}
