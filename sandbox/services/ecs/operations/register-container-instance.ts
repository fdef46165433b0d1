import type {
  RegisterContainerInstanceRequest,
  RegisterContainerInstanceResponse,
  Resource,
} from '@aws-sdk/client-ecs'
import { arn, hexId } from '../../../ids.ts'
import type { Operation } from '../../../operation.ts'
import { instanceShape, lookupInstance } from '../container-instances.ts'
import { sendInstanceStateChange } from '../event-stream.ts'
import { clientException, findCluster } from '../lookup.ts'
import { ecs } from '../store.ts'
import type { ContainerInstanceDocument } from '../store.ts'
import { checkedTags, mergeTags } from '../tags.ts'

/** As the agent of an instance does at its start; a learner does it for the machine at hand. Throws ClientException. */
export const registerContainerInstance: Operation<
  RegisterContainerInstanceRequest,
  RegisterContainerInstanceResponse
> = (input, { scope, sandbox }) => {
  const cluster = findCluster(scope, input.cluster)
  const identity = readIdentity(input.instanceIdentityDocument)
  const cpu = amount(input.totalResources, 'CPU')
  const memory = amount(input.totalResources, 'MEMORY')
  const before = input.containerInstanceArn
    ? lookupInstance(scope, cluster, input.containerInstanceArn)
    : undefined
  const id = before?.id ?? hexId(32)
  const tags = checkedTags(input.tags)
  const own = new Map<string, string>([
    ['ecs.os-type', 'linux'],
    ['ecs.cpu-architecture', 'x86_64'],
    ['ecs.instance-type', identity.instanceType ?? 't3.medium'],
    ['ecs.availability-zone', identity.availabilityZone ?? `${scope.region}a`],
    ['ecs.ami-id', identity.imageId ?? `ami-${hexId(17)}`],
  ])
  const given = input.attributes ?? []
  const instance: ContainerInstanceDocument = {
    id,
    containerInstanceArn: arn(scope, 'ecs', `container-instance/${cluster.clusterName}/${id}`),
    ...{ clusterName: cluster.clusterName, clusterArn: cluster.clusterArn },
    ec2InstanceId: identity.instanceId ?? `i-${hexId(17)}`,
    status: 'ACTIVE',
    ...{ cpu, memory },
    attributes: [
      ...[...own].map(([name, value]) => ({ name, value })).filter(({ name }) => !has(given, name)),
      ...given,
    ],
    versionInfo: input.versionInfo ?? {},
    version: (before?.version ?? 0) + 1,
    registeredAt: before?.registeredAt ?? sandbox.clock.now(),
    tags: mergeTags(before?.tags ?? [], tags),
  }
  ecs(scope).containerInstances.put(id, instance)
  sendInstanceStateChange(sandbox, scope, instance)
  return { containerInstance: instanceShape(scope, instance, true) }
}

function has(attributes: { name?: string | undefined }[], name: string): boolean {
  return attributes.some(attribute => attribute.name === name)
}

function amount(resources: Resource[] | undefined, name: string): number {
  const value = resources?.find(resource => resource.name === name)?.integerValue
  if (value === undefined || value < 1) {
    throw clientException(`totalResources must have a resource ${name} with an integerValue above 0.`)
  }
  return value
}

function readIdentity(text: string | undefined): Record<string, string | undefined> {
  if (text === undefined) return {}
  try {
    return JSON.parse(text) as Record<string, string>
  } catch {
    throw clientException('Instance identity document is not valid JSON.')
  }
}
