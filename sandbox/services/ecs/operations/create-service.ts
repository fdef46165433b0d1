import type { CreateServiceRequest, CreateServiceResponse } from '@aws-sdk/client-ecs'
import { arn } from '../../../ids.ts'
import type { Operation } from '../../../operation.ts'
import { beginDeployment } from '../deployments.ts'
import { checkExecuteCommand } from '../exec/agent.ts'
import { checkLaunch, resolveLaunch } from '../launch.ts'
import { findActiveTaskDefinition, findCluster, invalidParameter } from '../lookup.ts'
import { checkPlacement } from '../placement.ts'
import {
  checkDesiredCount,
  checkGracePeriod,
  checkLoadBalancers,
  checkSupported,
  deploymentConfiguration,
} from '../service-rules.ts'
import { serviceShape } from '../shapes.ts'
import { ecs, serviceKey } from '../store.ts'
import type { ServiceDocument } from '../store.ts'
import { checkedTags } from '../tags.ts'
import { addTaskSet } from '../task-sets.ts'

/** Throws ClusterNotFoundException, ClientException or InvalidParameterException. */
export const createService: Operation<CreateServiceRequest, CreateServiceResponse> = (
  input,
  { scope, sandbox, principal },
) => {
  const cluster = findCluster(scope, input.cluster)
  const serviceName = input.serviceName ?? ''
  const { services } = ecs(scope)
  if (!/^[A-Za-z0-9_-]{1,255}$/.test(serviceName)) throw invalidParameter('Invalid service name.')
  const existing = services.get(`${cluster.clusterName}/${serviceName}`)
  if (existing?.status === 'DRAINING') {
    throw invalidParameter('Unable to Start a service that is still Draining.')
  }
  if (existing?.status === 'ACTIVE') {
    if (input.clientToken && input.clientToken === existing.clientToken) {
      return { service: serviceShape(scope, existing, true) }
    }
    throw invalidParameter('Creation of service was not idempotent.')
  }
  checkSupported(input)
  checkDesiredCount(input.desiredCount)
  const definition = findActiveTaskDefinition(scope, input.taskDefinition)
  const loadBalancers = input.loadBalancers ?? []
  const controller = input.deploymentController?.type ?? 'ECS'
  const configuration = deploymentConfiguration(input.deploymentConfiguration, undefined, controller)
  checkLoadBalancers(scope, definition, loadBalancers, configuration.strategy)
  checkGracePeriod(input.healthCheckGracePeriodSeconds, loadBalancers)
  checkPlacement(input.placementConstraints ?? [], input.placementStrategy ?? [])
  const launch = resolveLaunch(cluster, input)
  checkLaunch(scope, definition, launch, input.networkConfiguration)
  checkExecuteCommand(input, definition, 'service created')
  const strategy = input.capacityProviderStrategy ?? []
  const defaults = cluster.defaultCapacityProviderStrategy
  const chosen = strategy.length > 0 ? strategy : input.launchType ? [] : defaults

  const settings = {
    taskDefinition: definition.taskDefinitionArn,
    ...(chosen.length > 0 ? { capacityProviderStrategy: chosen } : { launchType: launch.launchType }),
    platformVersion: input.platformVersion ?? 'LATEST',
    ...(input.networkConfiguration && { networkConfiguration: withDefaults(input.networkConfiguration) }),
    loadBalancers,
  }
  const service: ServiceDocument = {
    ...settings,
    serviceName,
    serviceArn: arn(scope, 'ecs', `service/${cluster.clusterName}/${serviceName}`),
    ...{ clusterName: cluster.clusterName, clusterArn: cluster.clusterArn },
    status: 'ACTIVE',
    desiredCount: input.desiredCount ?? 0,
    deploymentConfiguration: configuration,
    deploymentController: { type: controller },
    placementConstraints: input.placementConstraints ?? [],
    placementStrategy: input.placementStrategy ?? [],
    serviceRegistries: [],
    healthCheckGracePeriodSeconds: input.healthCheckGracePeriodSeconds ?? 0,
    schedulingStrategy: 'REPLICA',
    enableECSManagedTags: input.enableECSManagedTags ?? false,
    enableExecuteCommand: input.enableExecuteCommand ?? false,
    propagateTags: input.propagateTags ?? 'NONE',
    availabilityZoneRebalancing: input.availabilityZoneRebalancing ?? 'ENABLED',
    createdBy: principal.arn,
    createdAt: sandbox.clock.now(),
    ...(input.clientToken && { clientToken: input.clientToken }),
    tags: checkedTags(input.tags),
    deployments: [],
    events: [],
    steady: false,
    impaired: { failures: 0, nextTime: 0, told: false },
  }
  if (service.deploymentController.type === 'CODE_DEPLOY') addTaskSet(sandbox, scope, service, { settings })
  else beginDeployment(sandbox, scope, service, settings)
  services.put(serviceKey(service), service)
  return { service: serviceShape(scope, service, true) }
}

function withDefaults(network: NonNullable<CreateServiceRequest['networkConfiguration']>) {
  const vpc = network.awsvpcConfiguration
  if (!vpc) return network
  return {
    awsvpcConfiguration: {
      subnets: vpc.subnets ?? [],
      securityGroups: vpc.securityGroups ?? [],
      assignPublicIp: vpc.assignPublicIp ?? 'DISABLED',
    },
  }
}
