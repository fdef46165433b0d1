import type { Attribute, RegisterTaskDefinitionRequest } from '@aws-sdk/client-ecs'

/** What a task definition asks of the machine it runs on, in AWS's names. */
export function requiredAttributes(request: RegisterTaskDefinitionRequest): Attribute[] {
  const containers = request.containerDefinitions ?? []
  const drivers = new Set(containers.flatMap(({ logConfiguration }) => logConfiguration?.logDriver ?? []))
  const names = [
    ...[...drivers].map(driver => `com.amazonaws.ecs.capability.logging-driver.${driver}`),
    ...(drivers.has('awslogs') && request.executionRoleArn ? ['ecs.capability.execution-role-awslogs'] : []),
    ...(request.taskRoleArn ? ['com.amazonaws.ecs.capability.task-iam-role'] : []),
    ...(containers.some(({ healthCheck }) => healthCheck) ? ['ecs.capability.container-health-check'] : []),
    ...(containers.some(({ dependsOn }) => dependsOn?.length) ? ['ecs.capability.container-ordering'] : []),
    ...(request.networkMode === 'awsvpc' ? ['ecs.capability.task-eni'] : []),
    'com.amazonaws.ecs.capability.docker-remote-api.1.18',
  ]
  return names.map(name => ({ name }))
}
