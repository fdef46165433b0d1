import {
  ClientException,
  ClusterNotFoundException,
  InvalidParameterException,
  ServiceDeploymentNotFoundException,
  ServiceNotFoundException,
} from '@aws-sdk/client-ecs'
import type { Scope } from '../../store/store.ts'
import type { ServiceDeploymentDocument } from './service-deployments.ts'
import { ecs } from './store.ts'
import type { ClusterDocument, ServiceDocument, TaskDefinitionDocument, TaskDocument } from './store.ts'

/** The SDK's exceptions want metadata that only clients have. */
export function thrown<E>(
  Exception: new (options: { message: string; $metadata: object }) => E,
  message: string,
): E {
  return new Exception({ message, $metadata: {} })
}

export function invalidParameter(message: string): InvalidParameterException {
  return thrown(InvalidParameterException, message)
}

export function clientException(message: string): ClientException {
  return thrown(ClientException, message)
}

/** Last part of an ARN, or the name itself. */
export function nameOf(reference: string): string {
  return reference.slice(reference.lastIndexOf('/') + 1)
}

/** An ACTIVE cluster by name or ARN; none given means `default`. Throws ClusterNotFoundException. */
export function findCluster(scope: Scope, reference: string | undefined): ClusterDocument {
  const cluster = ecs(scope).clusters.get(nameOf(reference ?? 'default'))
  if (cluster?.status !== 'ACTIVE') throw thrown(ClusterNotFoundException, 'Cluster not found.')
  return cluster
}

/** A service by name or ARN, INACTIVE ones too. */
export function lookupService(
  scope: Scope,
  cluster: ClusterDocument,
  reference: string,
): ServiceDocument | undefined {
  return ecs(scope).services.get(`${cluster.clusterName}/${nameOf(reference)}`)
}

/** A service that is there, by name or ARN. Throws ServiceNotFoundException. */
export function findService(scope: Scope, cluster: ClusterDocument, reference: string): ServiceDocument {
  const service = lookupService(scope, cluster, reference)
  if (!service) throw thrown(ServiceNotFoundException, 'Service not found.')
  return service
}

/** A deployment of a service, by ARN. Throws ServiceDeploymentNotFoundException. */
export function findServiceDeployment(scope: Scope, arn: string | undefined): ServiceDeploymentDocument {
  const found = ecs(scope).serviceDeployments.get(arn ?? '')
  if (!found) {
    throw thrown(ServiceDeploymentNotFoundException, 'The service deployment does not exist.')
  }
  return found
}

/** A task of the cluster by id or ARN. Throws InvalidParameterException for what cannot be an id. */
export function lookupTask(
  scope: Scope,
  cluster: ClusterDocument,
  reference: string,
): TaskDocument | undefined {
  const id = nameOf(reference)
  if (id.length !== 32 && id.length !== 36) {
    throw invalidParameter('taskId length should be one of [32,36]')
  }
  const task = ecs(scope).tasks.get(id)
  return task?.clusterName === cluster.clusterName ? task : undefined
}

/** A task definition by `family` (its latest ACTIVE revision), `family:revision` or ARN. Throws ClientException. */
export function findTaskDefinition(scope: Scope, reference: string | undefined): TaskDefinitionDocument {
  const found = lookupTaskDefinition(scope, reference ?? '')
  if (!found) throw clientException('Unable to describe task definition.')
  return found
}

/** One from which new tasks may start. Throws ClientException when it is not there or not ACTIVE. */
export function findActiveTaskDefinition(
  scope: Scope,
  reference: string | undefined,
): TaskDefinitionDocument {
  const found = lookupTaskDefinition(scope, reference ?? '')
  if (!found) throw clientException('TaskDefinition not found.')
  if (found.status !== 'ACTIVE') throw clientException('TaskDefinition is inactive')
  return found
}

function lookupTaskDefinition(scope: Scope, reference: string): TaskDefinitionDocument | undefined {
  const { taskDefinitions } = ecs(scope)
  const name = nameOf(reference)
  if (name.includes(':')) return taskDefinitions.get(name)
  return taskDefinitions
    .values()
    .filter(({ family, status }) => family === name && status === 'ACTIVE')
    .sort((a, b) => b.revision - a.revision)[0]
}

/** What a describe call answers for something that is not there. */
export function missing(arn: string) {
  return { arn, reason: 'MISSING' }
}
