import type {
  Compatibility,
  ContainerDefinition,
  RegisterTaskDefinitionRequest,
  RegisterTaskDefinitionResponse,
} from '@aws-sdk/client-ecs'
import { arn } from '../../../ids.ts'
import type { Operation } from '../../../operation.ts'
import { cpuUnits, isFargateSize, memoryMiB } from '../fargate-sizes.ts'
import { requiredAttributes } from '../required-attributes.ts'
import { taskDefinitionShape } from '../shapes.ts'
import { ecs } from '../store.ts'
import { checkedTags } from '../tags.ts'
import { checkTaskDefinition } from '../task-definition-rules.ts'

/** Keeps every field as it was given, and adds AWS's defaults. Throws ClientException. */
export const registerTaskDefinition: Operation<
  RegisterTaskDefinitionRequest,
  RegisterTaskDefinitionResponse
> = (input, { scope, principal, sandbox }) => {
  checkTaskDefinition(input)
  const { tags: _tags, ...given } = input
  const tags = checkedTags(input.tags)
  const family = input.family ?? ''
  const { families, taskDefinitions } = ecs(scope)
  const revision = (families.get(family)?.revision ?? 0) + 1
  const document = {
    ...given,
    family,
    revision,
    taskDefinitionArn: arn(scope, 'ecs', `task-definition/${family}:${revision}`),
    containerDefinitions: (input.containerDefinitions ?? []).map(definition =>
      withDefaults(definition, input.networkMode === 'awsvpc'),
    ),
    ...(input.cpu !== undefined && { cpu: String(cpuUnits(input.cpu)) }),
    ...(input.memory !== undefined && { memory: String(memoryMiB(input.memory)) }),
    volumes: input.volumes ?? [],
    placementConstraints: input.placementConstraints ?? [],
    status: 'ACTIVE' as const,
    requiresAttributes: requiredAttributes(input),
    compatibilities: compatibilities(input),
    registeredAt: sandbox.clock.now(),
    registeredBy: principal.arn,
    tags,
  }
  families.put(family, { revision })
  taskDefinitions.put(`${family}:${revision}`, document)
  return { taskDefinition: taskDefinitionShape(document), tags }
}

function withDefaults(definition: ContainerDefinition, awsvpc: boolean): ContainerDefinition {
  return {
    ...definition,
    cpu: definition.cpu ?? 0,
    portMappings: (definition.portMappings ?? []).map(mapping => ({
      ...mapping,
      ...(awsvpc && mapping.containerPort !== undefined && { hostPort: mapping.containerPort }),
      protocol: mapping.protocol ?? 'tcp',
    })),
    essential: definition.essential ?? true,
    environment: definition.environment ?? [],
    mountPoints: definition.mountPoints ?? [],
    volumesFrom: definition.volumesFrom ?? [],
    systemControls: definition.systemControls ?? [],
    ...(definition.healthCheck && {
      healthCheck: {
        ...definition.healthCheck,
        interval: definition.healthCheck.interval ?? 30,
        timeout: definition.healthCheck.timeout ?? 5,
        retries: definition.healthCheck.retries ?? 3,
      },
    }),
  }
}

function compatibilities(input: RegisterTaskDefinitionRequest): Compatibility[] {
  const fits =
    input.networkMode === 'awsvpc' &&
    input.cpu !== undefined &&
    input.memory !== undefined &&
    isFargateSize(cpuUnits(input.cpu), memoryMiB(input.memory))
  return fits ? ['EC2', 'FARGATE'] : ['EC2']
}
