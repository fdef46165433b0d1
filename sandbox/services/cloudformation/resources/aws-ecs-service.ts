import type { DescribeServicesResponse, Service } from '@aws-sdk/client-ecs'
import { ResourceFailure } from '../engine/failure.ts'
import { pick, tagChanges, text, without } from '../engine/properties.ts'
import type { Change, Properties, ResourceType } from '../engine/resource-type.ts'

const CHANGEABLE = [
  ...[
    'AvailabilityZoneRebalancing',
    'CapacityProviderStrategy',
    'DeploymentConfiguration',
    'DeploymentController',
  ],
  ...['DesiredCount', 'EnableECSManagedTags', 'EnableExecuteCommand', 'ForceNewDeployment'],
  ...['HealthCheckGracePeriodSeconds', 'LoadBalancers', 'NetworkConfiguration', 'PlacementConstraints'],
  ...[
    'PlacementStrategies',
    'PlatformVersion',
    'PropagateTags',
    'ServiceConnectConfiguration',
    'ServiceRegistries',
  ],
  ...['TaskDefinition', 'VolumeConfigurations', 'VpcLatticeConfigurations'],
]

/** A service; it is there when its deployment is complete. */
export const awsEcsService: ResourceType = {
  replaces: ['Cluster', 'LaunchType', 'Role', 'SchedulingStrategy', 'ServiceName'],
  updates: [...CHANGEABLE, 'Tags'],
  nameProperty: 'ServiceName',
  attributes: ['Name', 'ServiceArn'],
  async create({ call, properties, tags, name, token }) {
    const { service } = await call<{ service?: Service }>('ecs', 'CreateService', {
      ...requested(without(properties, 'ServiceName', 'Tags')),
      ...{ serviceName: text(properties, 'ServiceName') || name({ longest: 255 }), tags },
      ...{ desiredCount: properties['DesiredCount'] ?? 1, clientToken: token.slice(0, 32) },
    })
    return { physicalId: service?.serviceArn ?? '', attributes: attributesOf(service) }
  },
  async update(change) {
    const { call, properties, changes } = change
    const changed = CHANGEABLE.filter(name => changes(name))
    let attributes: Record<string, unknown> = { ...change.attributes, deployment: undefined }
    if (changed.length > 0) {
      const { service } = await call<{ service?: Service }>('ecs', 'UpdateService', {
        ...named(change),
        ...requested(pick(properties, ...changed)),
      })
      attributes = attributesOf(service)
    }
    const { set, gone } = tagChanges(change)
    const resourceArn = change.physicalId
    if (set.length > 0) await call('ecs', 'TagResource', { resourceArn, tags: set })
    if (gone.length > 0) await call('ecs', 'UntagResource', { resourceArn, tagKeys: gone })
    return { attributes }
  },
  async settled(change) {
    const service = await describe(change)
    if (!service) throw new ResourceFailure(`Service ${change.physicalId} does not exist.`, 'NotFound')
    if (service.taskSets?.length) {
      return service.taskSets.some(
        ({ status, stabilityStatus }) => status === 'PRIMARY' && stabilityStatus === 'STEADY_STATE',
      )
    }
    const { deployments = [] } = service
    const wanted = change.attributes['deployment']
    const primary = deployments.find(({ status }) => status === 'PRIMARY')
    const own = deployments.find(({ id }) => id === wanted) ?? (wanted === undefined ? primary : undefined)
    if (own?.rolloutState === 'COMPLETED') return true
    if (own?.rolloutState === 'FAILED' || (wanted !== undefined && !own && primary)) throw broken()
    return false
  },
  async remove(change) {
    const service = await describe(change)
    if (!service || service.status !== 'ACTIVE') return
    await change.call('ecs', 'DeleteService', { ...named(change), force: true })
  },
  async removed(change) {
    const service = await describe(change)
    return !service || service.status === 'INACTIVE'
  },
  async actual(change) {
    const service = await describe(change)
    return service ? { DesiredCount: service.desiredCount, TaskDefinition: service.taskDefinition } : {}
  },
}

function broken(): ResourceFailure {
  return new ResourceFailure(
    "Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'.",
    'GeneralServiceException',
  )
}

/** Properties whose names differ between templates and requests. */
function requested(properties: Properties): Record<string, unknown> {
  const { PlacementStrategies, ...rest } = properties
  return { ...rest, ...(PlacementStrategies !== undefined && { PlacementStrategy: PlacementStrategies }) }
}

function attributesOf(service: Service | undefined): Record<string, unknown> {
  const deployment = service?.deployments?.find(({ status }) => status === 'PRIMARY')?.id
  return { Name: service?.serviceName, ServiceArn: service?.serviceArn, deployment }
}

/** Cluster and service out of the service's ARN. */
function named({ physicalId }: Change): { cluster: string; service: string } {
  const [, cluster = '', service = ''] = physicalId.split(':').at(-1)?.split('/') ?? []
  return { cluster, service }
}

async function describe(change: Change): Promise<Service | undefined> {
  const { cluster, service } = named(change)
  const answer = await change.call<DescribeServicesResponse>('ecs', 'DescribeServices', {
    cluster,
    services: [service],
  })
  return answer.services?.[0]
}
