import type { CreateServiceRequest, LoadBalancer, Service } from '@aws-sdk/client-ecs'
import { AwsError } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { findTargetGroup } from '../elbv2/targets.ts'
import { invalidParameter } from './lookup.ts'
import type { ServiceDocument, TaskDefinitionDocument } from './store.ts'

/** Refuses load balancers that the task definition does not fit. Throws InvalidParameterException with AWS's texts. */
export function checkLoadBalancers(
  scope: Scope,
  definition: TaskDefinitionDocument,
  loadBalancers: LoadBalancer[],
): void {
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

/** Deployment settings of a request over those before, or over AWS's defaults. Throws InvalidParameterException. */
export function deploymentConfiguration(
  given: Service['deploymentConfiguration'],
  before?: ServiceDocument['deploymentConfiguration'],
): ServiceDocument['deploymentConfiguration'] {
  const configuration = {
    deploymentCircuitBreaker: { enable: false, rollback: false },
    maximumPercent: 200,
    minimumHealthyPercent: 100,
    strategy: 'ROLLING' as const,
    bakeTimeInMinutes: 0,
    ...before,
    ...Object.fromEntries(Object.entries(given ?? {}).filter(([, value]) => value !== undefined)),
  }
  const { maximumPercent, minimumHealthyPercent, strategy, bakeTimeInMinutes, alarms } =
    configuration as Required<NonNullable<Service['deploymentConfiguration']>> & {
      maximumPercent: number
      minimumHealthyPercent: number
      bakeTimeInMinutes: number
    }
  if (strategy !== 'ROLLING') throw notThere(`deployments of strategy ${strategy}`)
  if (bakeTimeInMinutes > 0) throw notThere('bakeTimeInMinutes with rolling deployments')
  if (alarms?.enable) throw notThere('deployment alarms')
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

/** Refuses what the practice account has no scheduler for. Throws 501 NotImplemented: nothing is pretended. */
export function checkSupported(input: Partial<CreateServiceRequest>): void {
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
