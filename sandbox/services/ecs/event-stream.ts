import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { putEvent } from '../events/put-event.ts'
import { instanceShape } from './container-instances.ts'
import { taskShape } from './shapes.ts'
import type { ContainerInstanceDocument, DeploymentDocument, ServiceDocument, TaskDocument } from './store.ts'

const SOURCE = 'aws.ecs'
const LEVELS = {
  SERVICE_STEADY_STATE: 'INFO',
  SERVICE_DESIRED_COUNT_UPDATED: 'INFO',
  SERVICE_TASK_START_IMPAIRED: 'WARN',
  SERVICE_TASK_PLACEMENT_FAILURE: 'ERROR',
  SERVICE_TASK_CONFIGURATION_FAILURE: 'ERROR',
  SERVICE_DEPLOYMENT_IN_PROGRESS: 'INFO',
  SERVICE_DEPLOYMENT_COMPLETED: 'INFO',
  SERVICE_DEPLOYMENT_FAILED: 'ERROR',
} as const

type EventName = keyof typeof LEVELS
type DeploymentEvent = Extract<EventName, `SERVICE_DEPLOYMENT_${string}`>

/** Sends "ECS Task State Change": the task as DescribeTasks answers it, its interfaces called `eni`. */
export function sendTaskStateChange(sandbox: Sandbox, scope: Scope, task: TaskDocument): void {
  const { tags: _tags, healthStatus: _health, ...shape } = taskShape(task)
  const attachments = shape.attachments?.map(attachment => ({ ...attachment, type: 'eni' }))
  const containers = shape.containers?.map(
    ({ healthStatus: _, managedAgents: _agents, networkBindings: _bindings, ...container }) => container,
  )
  putEvent(sandbox, scope, {
    ...{ source: SOURCE, detailType: 'ECS Task State Change', resources: [task.taskArn] },
    detail: { ...shape, attachments, containers, updatedAt: new Date(sandbox.clock.now()) },
  })
}

/** Sends "ECS Container Instance State Change". */
export function sendInstanceStateChange(
  sandbox: Sandbox,
  scope: Scope,
  instance: ContainerInstanceDocument,
): void {
  const { tags: _tags, attachments: _attachments, ...shape } = instanceShape(scope, instance)
  const { clusterArn, containerInstanceArn } = instance
  putEvent(sandbox, scope, {
    ...{ source: SOURCE, detailType: 'ECS Container Instance State Change' },
    resources: [containerInstanceArn],
    detail: { ...shape, clusterArn, updatedAt: new Date(sandbox.clock.now()) },
  })
}

/** Sends "ECS Service Action". */
export function sendServiceAction(
  sandbox: Sandbox,
  scope: Scope,
  service: ServiceDocument,
  eventName: Exclude<EventName, DeploymentEvent>,
  more: object = {},
): void {
  const { clusterArn, serviceArn } = service
  const createdAt = new Date(sandbox.clock.now())
  putEvent(sandbox, scope, {
    ...{ source: SOURCE, detailType: 'ECS Service Action', resources: [serviceArn] },
    detail: { eventType: LEVELS[eventName], eventName, clusterArn, createdAt, ...more },
  })
}

/** Sends "ECS Deployment State Change". */
export function sendDeploymentStateChange(
  sandbox: Sandbox,
  scope: Scope,
  service: ServiceDocument,
  deployment: DeploymentDocument,
  eventName: DeploymentEvent,
): void {
  putEvent(sandbox, scope, {
    ...{ source: SOURCE, detailType: 'ECS Deployment State Change', resources: [service.serviceArn] },
    detail: {
      ...{ eventType: LEVELS[eventName], eventName, deploymentId: deployment.id },
      updatedAt: new Date(sandbox.clock.now()),
      reason: deployment.rolloutStateReason,
    },
  })
}
