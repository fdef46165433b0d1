import type { CreateServiceRequest, RegisterTaskDefinitionRequest, RunTaskRequest } from '@aws-sdk/client-ecs'
import type { Service } from '../../gateway/service.ts'
import { findTaskDefinition } from './lookup.ts'

const TO_TASKS = 'ecs-tasks.amazonaws.com'
const TO_ECS = 'ecs.amazonaws.com'
/** Operations that start tasks with the roles of a task definition. */
const STARTING = new Set(['RunTask', 'CreateService', 'UpdateService', 'CreateTaskSet'])

/** The roles that a request gives to tasks, those of the task definition it starts too, and to ECS for a service's deployments. */
export const passedRoles: NonNullable<Service['passedRoles']> = (operation, input, place) => {
  const { accountId, region, store } = place
  const { taskRoleArn, executionRoleArn } = input as Partial<RegisterTaskDefinitionRequest>
  const { taskDefinition, overrides } = input as Partial<RunTaskRequest>
  const named: (string | undefined)[] = []
  if (operation === 'RegisterTaskDefinition') named.push(taskRoleArn, executionRoleArn)
  if (STARTING.has(operation) && taskDefinition !== undefined) {
    const definition = definitionAt(store.scope(accountId, region), taskDefinition)
    named.push(
      overrides?.taskRoleArn ?? definition?.taskRoleArn,
      overrides?.executionRoleArn ?? definition?.executionRoleArn,
    )
  }
  const roles = named
    .filter(role => role !== undefined && role !== '')
    .map(role => arnOf(role ?? '', accountId))
  const toEcs = operation === 'CreateService' || operation === 'UpdateService' ? rolesOfService(input) : []
  return [
    ...[...new Set(roles)].map(arn => ({ arn, service: TO_TASKS })),
    ...[...new Set(toEcs)].map(role => ({ arn: arnOf(role, accountId), service: TO_ECS })),
  ]
}

/** With which ECS changes a service's load balancers, and calls its hooks. */
function rolesOfService(input: Partial<CreateServiceRequest>): string[] {
  const { loadBalancers, deploymentConfiguration } = input
  return [
    ...(loadBalancers ?? []).map(({ advancedConfiguration }) => advancedConfiguration?.roleArn),
    ...(deploymentConfiguration?.lifecycleHooks ?? []).map(({ roleArn }) => roleArn),
  ].filter(role => role !== undefined)
}

/** A task definition may name a role without its ARN. */
function arnOf(role: string, accountId: string): string {
  return role.startsWith('arn:') ? role : `arn:aws:iam::${accountId}:role/${role}`
}

function definitionAt(scope: Parameters<typeof findTaskDefinition>[0], reference: string) {
  try {
    return findTaskDefinition(scope, reference)
  } catch {
    // The operation itself says that it is not there.
    return undefined
  }
}
