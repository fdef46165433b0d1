import type { ContainerDefinition } from '@aws-sdk/client-ecs'
import type { ContainerPlan, NetworkPlan, TaskNetwork } from '../../runtime/runtime.ts'
import type { Scope } from '../../store/store.ts'
import { engineImage } from '../ecr/pull-image.ts'
import type { Engine } from './engine.ts'
import { vpcRanges } from './task-network.ts'
import { taskDefinitionOf } from './store.ts'
import type { ContainerDocument, TaskDocument } from './store.ts'

/** What the runtime has to run for a container: its definition, the overrides of RunTask, and what ECS adds. */
export function planContainer(
  engine: Engine,
  scope: Scope,
  task: TaskDocument,
  container: ContainerDocument,
  definition: ContainerDefinition,
): ContainerPlan {
  const override = task.overrides.containerOverrides?.find(({ name }) => name === container.name)
  const environment = [...(definition.environment ?? []), ...(override?.environment ?? [])]
  const command = override?.command ?? definition.command
  const memory = override?.memory ?? definition.memory ?? (Number(task.memory) || undefined)
  const cpu = override?.cpu ?? definition.cpu
  const { entryPoint } = definition
  const image = engineImage(engine.sandbox, container.image, container.imageDigest)
  return {
    ...{ accountId: scope.accountId, region: scope.region },
    ...{ taskId: task.id, containerName: container.name, image },
    ...(command?.length && { command }),
    ...(entryPoint?.length && { entryPoint }),
    environment: {
      AWS_REGION: scope.region,
      AWS_DEFAULT_REGION: scope.region,
      AWS_EXECUTION_ENV: 'AWS_ECS_FARGATE',
      ...Object.fromEntries(environment.map(({ name = '', value = '' }) => [name, value])),
    },
    access: engine.access(scope, task, container),
    ...(definition.workingDirectory && { workingDirectory: definition.workingDirectory }),
    ...(definition.user && { user: definition.user }),
    ...(memory && { memoryMiB: memory }),
    ...(cpu && { cpuUnits: cpu }),
    ports: portsOf([definition]),
    network: networkOf(scope, task),
    hostname: hostnameOf(task),
    keepOutput: definition.logConfiguration?.logDriver === 'awslogs',
    ...(definition.readonlyRootFilesystem && { readonlyRootFilesystem: true }),
    ...(definition.linuxParameters?.initProcessEnabled && { initProcess: true }),
  }
}

/** What the network of a task's containers has to be. */
export function planNetwork(scope: Scope, task: TaskDocument): NetworkPlan {
  const { containerDefinitions } = taskDefinitionOf(scope, task.taskDefinitionArn)
  return {
    ...{ accountId: scope.accountId, region: scope.region, taskId: task.id, hostname: hostnameOf(task) },
    network: networkOf(scope, task),
    images: containerDefinitions.map(({ image = '' }) => image),
  }
}

function networkOf(scope: Scope, task: TaskDocument): TaskNetwork {
  return {
    ports: portsOf(taskDefinitionOf(scope, task.taskDefinitionArn).containerDefinitions),
    ranges: vpcRanges(scope, task.interface?.vpcId ?? ''),
  }
}

function hostnameOf(task: TaskDocument): string {
  return task.interface?.privateDnsName ?? task.id
}

function portsOf(definitions: ContainerDefinition[]): number[] {
  const mappings = definitions.flatMap(({ portMappings }) => portMappings ?? [])
  return [...new Set(mappings.flatMap(({ containerPort }) => containerPort ?? []))]
}
