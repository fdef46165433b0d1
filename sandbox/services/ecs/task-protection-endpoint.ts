import { randomUUID } from 'node:crypto'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { roleDenial } from './execution-role.ts'
import { checkProtectionMinutes, protectionShape, setProtection } from './task-protection.ts'
import { taskRoleOf } from './task-credentials.ts'
import type { TaskDocument } from './store.ts'

/** Status and body of an answer. */
export interface AgentAnswer {
  status: number
  body: object
}

/**
 * `$ECS_AGENT_URI/task-protection/v1/state`: a container reads (GET) or changes (PUT) its task's protection, with the leave of the
 * task role.
 */
export function taskProtectionState(
  sandbox: Sandbox,
  scope: Scope,
  task: TaskDocument,
  method: string,
  text: string,
): AgentAnswer {
  const { taskArn } = task
  const failed = (Code: string, Message: string) => ({
    status: 400,
    body: { requestID: randomUUID(), error: { Arn: taskArn, Code, Message } },
  })
  const action = method === 'PUT' ? 'ecs:UpdateTaskProtection' : 'ecs:GetTaskProtection'
  const roleArn = taskRoleOf(scope, task)
  const denial = roleDenial(sandbox, { roleArn, taskId: task.id, action, resource: taskArn })
  if (denial !== undefined) return failed('AccessDeniedException', denial)
  const refused = (Reason: string) => ({
    status: 200,
    body: { failure: { Arn: taskArn, Detail: null, Reason } },
  })
  if (!task.serviceName) return refused('TASK_NOT_VALID')
  if (method === 'PUT') {
    let wanted: { ProtectionEnabled?: unknown; ExpiresInMinutes?: number }
    try {
      wanted = JSON.parse(text) as typeof wanted
      if (typeof wanted.ProtectionEnabled !== 'boolean') {
        return failed(
          'InvalidParameterException',
          'Invalid request: does not contain ProtectionEnabled field',
        )
      }
      checkProtectionMinutes(wanted.ProtectionEnabled, wanted.ExpiresInMinutes)
    } catch (error) {
      return failed('InvalidParameterException', (error as Error).message)
    }
    const { ProtectionEnabled, ExpiresInMinutes } = wanted
    const failure = setProtection(sandbox, scope, task, ProtectionEnabled, ExpiresInMinutes)
    if (failure) return refused(failure.reason ?? '')
  }
  const { protectionEnabled, expirationDate } = protectionShape(sandbox.clock, scope, task)
  const protection = {
    ...(expirationDate && { ExpirationDate: expirationDate.toISOString() }),
    ProtectionEnabled: protectionEnabled,
    TaskArn: taskArn,
  }
  return { status: 200, body: { protection } }
}
