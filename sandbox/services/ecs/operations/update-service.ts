import { ServiceNotActiveException } from '@aws-sdk/client-ecs'
import type { UpdateServiceRequest, UpdateServiceResponse } from '@aws-sdk/client-ecs'
import type { Operation } from '../../../operation.ts'
import { beginDeployment } from '../deployments.ts'
import { sendServiceAction } from '../event-stream.ts'
import { checkExecuteCommand } from '../exec/agent.ts'
import { checkLaunch, resolveLaunch } from '../launch.ts'
import { findActiveTaskDefinition, findCluster, findService, thrown } from '../lookup.ts'
import { checkPlacement } from '../placement.ts'
import { leaveCodeDeploy } from '../leave-code-deploy.ts'
import { checkController } from '../task-sets.ts'
import {
  checkDesiredCount,
  checkGracePeriod,
  checkLoadBalancers,
  checkSupported,
  deploymentConfiguration,
} from '../service-rules.ts'
import { serviceShape } from '../shapes.ts'
import { ecs, serviceKey, taskDefinitionOf } from '../store.ts'
import type { ServiceRevisionSettings } from '../service-deployments.ts'

/** What runs changes by a deployment; counts and deployment settings change at once. Throws ServiceNotActiveException, …. */
export const updateService: Operation<UpdateServiceRequest, UpdateServiceResponse> = (
  input,
  { scope, sandbox },
) => {
  const cluster = findCluster(scope, input.cluster)
  const service = findService(scope, cluster, input.service ?? '')
  if (service.status !== 'ACTIVE') throw thrown(ServiceNotActiveException, 'Service was not ACTIVE.')
  const { service: _name, ...wanted } = input
  checkSupported(wanted)
  checkController(service, input)
  checkDesiredCount(input.desiredCount)

  const definition = input.taskDefinition
    ? findActiveTaskDefinition(scope, input.taskDefinition)
    : taskDefinitionOf(scope, service.taskDefinition)
  const before = settingsOf(service)
  const strategy = input.capacityProviderStrategy
  const next: ServiceRevisionSettings = {
    ...before,
    ...(strategy?.length && { capacityProviderStrategy: strategy, launchType: undefined }),
    taskDefinition: definition.taskDefinitionArn,
    ...(input.platformVersion && { platformVersion: input.platformVersion }),
    ...(input.networkConfiguration && { networkConfiguration: input.networkConfiguration }),
    ...(input.loadBalancers && { loadBalancers: input.loadBalancers }),
  }
  const controller = input.deploymentController?.type ?? service.deploymentController.type
  const configuration = deploymentConfiguration(
    input.deploymentConfiguration,
    service.deploymentConfiguration,
    controller,
  )
  const moves = controller !== service.deploymentController.type
  const changed = moves || JSON.stringify(next) !== JSON.stringify(before)
  if (changed || input.forceNewDeployment) {
    checkLoadBalancers(scope, definition, next.loadBalancers, configuration.strategy)
    checkLaunch(scope, definition, resolveLaunch(cluster, next), next.networkConfiguration)
  }
  checkExecuteCommand(input, definition, 'service updated')
  checkPlacement(input.placementConstraints ?? [], input.placementStrategy ?? [])
  checkGracePeriod(input.healthCheckGracePeriodSeconds, next.loadBalancers)
  if (moves) leaveCodeDeploy(sandbox, scope, service)
  service.deploymentConfiguration = configuration
  const scaled = input.desiredCount !== undefined && input.desiredCount !== service.desiredCount
  service.desiredCount = input.desiredCount ?? service.desiredCount
  service.healthCheckGracePeriodSeconds =
    input.healthCheckGracePeriodSeconds ?? service.healthCheckGracePeriodSeconds
  service.enableExecuteCommand = input.enableExecuteCommand ?? service.enableExecuteCommand
  service.enableECSManagedTags = input.enableECSManagedTags ?? service.enableECSManagedTags
  service.propagateTags = input.propagateTags ?? service.propagateTags
  service.availabilityZoneRebalancing =
    input.availabilityZoneRebalancing ?? service.availabilityZoneRebalancing
  service.placementConstraints = input.placementConstraints ?? service.placementConstraints
  service.placementStrategy = input.placementStrategy ?? service.placementStrategy
  if (changed || input.forceNewDeployment) beginDeployment(sandbox, scope, service, next)
  if (scaled) {
    const { desiredCount } = service
    sendServiceAction(sandbox, scope, service, 'SERVICE_DESIRED_COUNT_UPDATED', { desiredCount })
  }
  ecs(scope).services.put(serviceKey(service), service)
  return { service: serviceShape(scope, service, true) }
}

function settingsOf(service: ServiceRevisionSettings): ServiceRevisionSettings {
  const { taskDefinition, launchType, capacityProviderStrategy, platformVersion } = service
  const { networkConfiguration, loadBalancers } = service
  return {
    ...{ taskDefinition, platformVersion, loadBalancers, networkConfiguration },
    ...{ launchType, capacityProviderStrategy },
  }
}
