import { findActiveTaskDefinition } from '../ecs/lookup.ts'
import type { ServiceDocument } from '../ecs/store.ts'
import { createTaskSetOf, drainTaskSet } from '../ecs/task-sets.ts'
import type { AppSpec } from './app-spec.ts'
import { DeploymentFailure } from './failure.ts'
import { roleProblem } from './service-role.ts'
import type { RoleAction } from './service-role.ts'
import type { EventDocument } from './store.ts'
import { shiftProduction } from './traffic.ts'
import { isOverdue } from './time-limit.ts'
import { serviceOf } from './turn.ts'
import type { Turn } from './turn.ts'

/** Images are pulled and programs start at their own speed, however fast the account's clock is (wall clock). */
const LEAST_MS = 60_000
const NEEDED = [
  'elasticloadbalancing:DescribeTargetGroups',
  'elasticloadbalancing:DescribeListeners',
  'elasticloadbalancing:ModifyListener',
  'elasticloadbalancing:DescribeRules',
  'elasticloadbalancing:ModifyRule',
  'ecs:CreateTaskSet',
  'ecs:UpdateServicePrimaryTaskSet',
]

/** Creates the replacement task set behind the listener, with no weight yet, and waits until it is steady. */
export function install(turn: Turn, event: EventDocument): boolean {
  const { sandbox, scope, deployment } = turn
  const service = serviceOf(turn)
  const { greenTaskSetId, blueTaskSetId } = deployment
  if (greenTaskSetId === undefined) {
    const others = service.taskSets?.filter(({ id }) => id !== blueTaskSetId) ?? []
    shiftOnce(turn, others.length > 0)
    // What a deployment without rollback has left behind is in the way.
    for (const { id, status } of others) {
      if (status !== 'DRAINING') drainTaskSet(sandbox, scope, service, id)
    }
    if (others.length > 0) return isStillInTime(turn, event)
    deployment.greenTaskSetId = createGreen(turn, service)
    return false
  }
  const green = service.taskSets?.find(({ id }) => id === greenTaskSetId)
  if (!green) throw updateError('The replacement task set was deleted.')
  return green.isSteady || isStillInTime(turn, event)
}

/** The target group of the replacement has to be behind the load balancer before tasks can be. */
function shiftOnce(turn: Turn, again: boolean): void {
  const { sandbox, scope, deployment, time } = turn
  if (deployment.shiftedTime !== undefined && again) return
  const actions: RoleAction[] = NEEDED.map(action => ({ action }))
  const problem = roleProblem(sandbox, deployment.serviceRoleArn, actions)
  if (problem) throw new DeploymentFailure(problem.code, problem.message)
  shiftProduction(sandbox, scope, deployment, { blue: 100, green: 0 })
  deployment.shiftedTime = time
}

function createGreen({ sandbox, scope, deployment }: Turn, service: ServiceDocument): string {
  const { appSpec, greenTargetGroupArn } = deployment
  if (!appSpec) throw new DeploymentFailure('INVALID_REVISION', 'The deployment has no AppSpec file.')
  const { taskDefinition, containerName, containerPort } = appSpec
  const place = placeOf(service, appSpec)
  try {
    checkRoles(taskDefinition)
    const { taskSet } = createTaskSetOf(
      sandbox,
      scope,
      {
        ...{ cluster: service.clusterName, service: service.serviceName, taskDefinition, ...place },
        loadBalancers: [{ targetGroupArn: greenTargetGroupArn, containerName, containerPort }],
        scale: { value: 100, unit: 'PERCENT' },
        externalId: deployment.deploymentId,
      },
      'CODE_DEPLOY',
    )
    return taskSet.id
  } catch (error) {
    if (error instanceof DeploymentFailure) throw error
    const { name, message } = error as Error
    throw updateError(`${message} (Service: AmazonECS; Status Code: 400; Error Code: ${name})`)
  }

  function checkRoles(reference: string): void {
    const { taskRoleArn, executionRoleArn } = findActiveTaskDefinition(scope, reference)
    const passed = [taskRoleArn, executionRoleArn].filter(role => role !== undefined && role !== '')
    const problem = roleProblem(
      sandbox,
      deployment.serviceRoleArn,
      passed.map(role => ({
        action: 'iam:PassRole',
        resource: role?.startsWith('arn:') ? role : `arn:aws:iam::${scope.accountId}:role/${role}`,
        context: [['iam:PassedToService', 'ecs-tasks.amazonaws.com']],
      })),
    )
    if (problem) throw new DeploymentFailure(problem.code, problem.message)
  }
}

/** What the AppSpec file leaves out stays as the service has it. */
function placeOf(service: ServiceDocument, appSpec: AppSpec) {
  const networkConfiguration = appSpec.networkConfiguration ?? service.networkConfiguration
  const strategy = appSpec.capacityProviderStrategy ?? service.capacityProviderStrategy
  const { launchType } = service
  return {
    platformVersion: appSpec.platformVersion ?? service.platformVersion,
    ...(networkConfiguration && { networkConfiguration }),
    ...(strategy?.length ? { capacityProviderStrategy: strategy } : launchType && { launchType }),
  }
}

function isStillInTime(turn: Turn, event: EventDocument): false {
  if (!isOverdue(turn, event, LEAST_MS)) return false
  throw new DeploymentFailure(
    'TIMEOUT',
    'The deployment timed out while waiting for the replacement task set to become healthy. This time out period is 60 minutes.',
  )
}

function updateError(reason: string): DeploymentFailure {
  return new DeploymentFailure(
    'ECS_UPDATE_ERROR',
    `The ECS service cannot be updated due to an unexpected error: ${reason}. Check your ECS service status.`,
  )
}
