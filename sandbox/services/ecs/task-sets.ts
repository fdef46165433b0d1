import {
  ServiceNotActiveException,
  TaskSetNotFoundException,
  UnsupportedFeatureException,
} from '@aws-sdk/client-ecs'
import type { CreateTaskSetRequest, Tag, UpdateServiceRequest } from '@aws-sdk/client-ecs'
import { arn, decimalId } from '../../ids.ts'
import { AwsError, type Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { checkLaunch, resolveLaunch } from './launch.ts'
import {
  findActiveTaskDefinition,
  findCluster,
  findService,
  invalidParameter,
  nameOf,
  thrown,
} from './lookup.ts'
import { checkLoadBalancers } from './service-rules.ts'
import { ecs, serviceKey } from './store.ts'
import type { ServiceRevisionSettings } from './service-deployments.ts'
import type { ServiceDocument, TaskSetDocument } from './store.ts'
import { checkedTags } from './tags.ts'

interface NewTaskSet {
  settings: ServiceRevisionSettings
  /** Percent of the service's desired count. @default 100 */
  scale?: number
  externalId?: string
  startedBy?: string
  tags?: Tag[]
}

/** Adds a task set to a service, which the caller stores; the first is PRIMARY. */
export function addTaskSet(
  sandbox: Sandbox,
  scope: Scope,
  service: ServiceDocument,
  { settings, scale = 100, externalId, startedBy, tags = [] }: NewTaskSet,
): TaskSetDocument {
  const now = sandbox.clock.now()
  const number = decimalId(19)
  const others = service.taskSets ?? []
  const taskSet: TaskSetDocument = {
    ...settings,
    id: `ecs-svc/${number}`,
    taskSetArn: arn(scope, 'ecs', `task-set/${serviceKey(service)}/ecs-svc/${number}`),
    status: others.some(({ status }) => status === 'PRIMARY') ? 'ACTIVE' : 'PRIMARY',
    scale,
    ...(externalId && { externalId }),
    ...(startedBy && { startedBy }),
    ...{ createdAt: now, updatedAt: now, isSteady: false, steadyChangedAt: now },
    ...{ failedTasks: 0, consecutiveFailures: 0, impaired: { failures: 0, nextTime: 0, told: false } },
    tags,
  }
  service.taskSets = [...others, taskSet]
  service.steady = false
  return taskSet
}

/** A new task set as a request wants it, checked. Throws InvalidParameterException, ClientException, …. */
export function createTaskSetOf(
  sandbox: Sandbox,
  scope: Scope,
  input: CreateTaskSetRequest,
  startedBy?: string,
): { service: ServiceDocument; taskSet: TaskSetDocument } {
  const cluster = findCluster(scope, input.cluster)
  const service = findTaskSetService(scope, input)
  const definition = findActiveTaskDefinition(scope, input.taskDefinition)
  const loadBalancers = input.loadBalancers ?? []
  if (input.serviceRegistries?.length) throw notThere('service discovery')
  checkLoadBalancers(scope, definition, loadBalancers)
  const { launchType, capacityProviderStrategy, networkConfiguration, externalId } = input
  const launch = resolveLaunch(cluster, { launchType, capacityProviderStrategy })
  checkLaunch(scope, definition, launch, networkConfiguration)
  const settings: ServiceRevisionSettings = {
    taskDefinition: definition.taskDefinitionArn,
    ...(capacityProviderStrategy?.length ? { capacityProviderStrategy } : { launchType: launch.launchType }),
    platformVersion: input.platformVersion ?? 'LATEST',
    ...(networkConfiguration && { networkConfiguration }),
    loadBalancers,
  }
  const taskSet = addTaskSet(sandbox, scope, service, {
    settings,
    scale: checkedScale(input.scale?.value ?? 0),
    ...(externalId && { externalId }),
    ...(startedBy && { startedBy }),
    tags: checkedTags(input.tags),
  })
  ecs(scope).services.put(serviceKey(service), service)
  return { service, taskSet }
}

/** A service that has task sets. Throws ServiceNotFoundException, ServiceNotActiveException, UnsupportedFeatureException. */
export function findTaskSetService(
  scope: Scope,
  input: { cluster?: string | undefined; service: string | undefined },
): ServiceDocument {
  const service = findService(scope, findCluster(scope, input.cluster), input.service ?? '')
  if (service.status !== 'ACTIVE') throw thrown(ServiceNotActiveException, 'Service was not ACTIVE.')
  if (!service.taskSets) {
    const message =
      'Task sets are only supported on services that use the CODE_DEPLOY or EXTERNAL deployment controller.'
    throw thrown(UnsupportedFeatureException, message)
  }
  return service
}

/** A service's task set by id or ARN. Throws TaskSetNotFoundException. */
export function findTaskSet(service: ServiceDocument, reference: string | undefined): TaskSetDocument {
  const found = service.taskSets?.find(({ id }) => nameOf(id) === nameOf(reference ?? ''))
  if (!found) throw thrown(TaskSetNotFoundException, 'The specified task set was not found.')
  return found
}

/** Makes a task set the service's PRIMARY: what the service shows is what that runs. */
export function makePrimary(sandbox: Sandbox, scope: Scope, service: ServiceDocument, id: string): void {
  const now = sandbox.clock.now()
  for (const taskSet of service.taskSets ?? []) {
    if (taskSet.id === id) {
      const { taskDefinition, launchType, capacityProviderStrategy, platformVersion } = taskSet
      const { networkConfiguration, loadBalancers } = taskSet
      Object.assign(taskSet, { status: 'PRIMARY', updatedAt: now })
      Object.assign(service, { taskDefinition, launchType, capacityProviderStrategy, platformVersion })
      Object.assign(service, { networkConfiguration, loadBalancers })
    } else if (taskSet.status === 'PRIMARY') Object.assign(taskSet, { status: 'ACTIVE', updatedAt: now })
  }
  ecs(scope).services.put(serviceKey(service), service)
}

/** Lets a task set's tasks drain and stop; it is gone when the last has STOPPED. */
export function drainTaskSet(sandbox: Sandbox, scope: Scope, service: ServiceDocument, id: string): void {
  const taskSet = findTaskSet(service, id)
  Object.assign(taskSet, { status: 'DRAINING', scale: 0, updatedAt: sandbox.clock.now() })
  ecs(scope).services.put(serviceKey(service), service)
}

/** Throws InvalidParameterException for a scale that is no percentage. */
export function checkedScale(value: number): number {
  if (!(value >= 0 && value <= 100)) throw invalidParameter('Scale value must be between 0.0 and 100.0.')
  return value
}

/** What UpdateService refuses of a service whose deployments are CodeDeploy's. Throws InvalidParameterException. */
export function checkController(service: ServiceDocument, input: UpdateServiceRequest): void {
  const { type } = service.deploymentController
  const wanted = input.deploymentController?.type ?? type
  if (wanted !== type && !(type === 'CODE_DEPLOY' && wanted === 'ECS')) {
    throw notThere(`moving a service from the deployment controller ${type} to ${wanted}`)
  }
  if (type !== 'CODE_DEPLOY' || wanted !== type) return
  const refuse = (what: string) => {
    throw invalidParameter(
      `${what} on services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new deployment.`,
    )
  }
  if (input.taskDefinition) refuse('Unable to update task definition')
  if (input.loadBalancers) refuse('Unable to update load balancers')
  if (input.networkConfiguration) refuse('Unable to update network parameters')
  if (input.platformVersion) refuse('Unable to update platform version')
  if (input.capacityProviderStrategy) refuse('Unable to update capacity provider strategy')
  if (input.forceNewDeployment) refuse('Cannot force a new deployment')
}

function notThere(what: string): AwsError {
  return new AwsError('NotImplemented', `The practice account does not have ${what} yet.`, 501)
}
