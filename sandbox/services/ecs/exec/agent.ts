import type { ManagedAgent } from '@aws-sdk/client-ecs'
import type { Sandbox } from '../../../operation.ts'
import type { Scope } from '../../../store/store.ts'
import { roleDenial } from '../execution-role.ts'
import { invalidParameter } from '../lookup.ts'
import type { ContainerDocument, TaskDefinitionDocument, TaskDocument } from '../store.ts'
import { taskRoleOf } from '../task-credentials.ts'
import { reachesService } from '../task-reach.ts'

/** What the agent of ECS Exec does as the task's role. */
const ACTIONS = [
  'ssmmessages:CreateControlChannel',
  'ssmmessages:CreateDataChannel',
  'ssmmessages:OpenControlChannel',
  'ssmmessages:OpenDataChannel',
]

/** The agent beside a container of a task for which execute command is enabled, as DescribeTasks shows it. */
export function managedAgents(
  { enableExecuteCommand }: Pick<TaskDocument, 'enableExecuteCommand'>,
  { lastStatus, startedAt }: Pick<ContainerDocument, 'lastStatus' | 'startedAt'>,
): ManagedAgent[] {
  if (!enableExecuteCommand) return []
  const started = startedAt === undefined ? {} : { lastStartedAt: new Date(startedAt) }
  return [{ name: 'ExecuteCommandAgent', lastStatus, ...started }]
}

/** Whether the agent has come through to Session Manager: its role has to let it, and its network. */
export function isConnected(sandbox: Sandbox, scope: Scope, task: TaskDocument): boolean {
  const roleArn = taskRoleOf(scope, task)
  const denied = ACTIONS.some(action =>
    roleDenial(sandbox, { roleArn, taskId: task.id, action, resource: '*' }),
  )
  return !denied && (!task.interface || reachesService(scope, task.interface, 'ssmmessages'))
}

/** Refuses to enable execute command where there is no task role. Throws InvalidParameterException. */
export function checkExecuteCommand(
  request: { enableExecuteCommand?: boolean | undefined; overrides?: { taskRoleArn?: string | undefined } },
  { taskRoleArn }: Pick<TaskDefinitionDocument, 'taskRoleArn'>,
  what: 'task' | 'service created' | 'service updated',
): void {
  if (!request.enableExecuteCommand || request.overrides?.taskRoleArn || taskRoleArn) return
  throw invalidParameter(
    what === 'task'
      ? 'The execute command failed because a valid task role is not being used. Specify a valid task role in your task definition or as a task override and try again.'
      : `The service couldn't be ${what.replace('service ', '')} because a valid taskRoleArn is not being used. Specify a valid task role in your task definition and try again.`,
  )
}
