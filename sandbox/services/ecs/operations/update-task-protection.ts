import type { UpdateTaskProtectionRequest, UpdateTaskProtectionResponse } from '@aws-sdk/client-ecs'
import type { Operation } from '../../../operation.ts'
import { findCluster, invalidParameter } from '../lookup.ts'
import {
  checkProtectionMinutes,
  protectableTasks,
  protectionShape,
  setProtection,
} from '../task-protection.ts'

/** Protects tasks of services from scale-in and deployments. Throws InvalidParameterException. */
export const updateTaskProtection: Operation<UpdateTaskProtectionRequest, UpdateTaskProtectionResponse> = (
  input,
  { scope, sandbox },
) => {
  const cluster = findCluster(scope, input.cluster)
  const enabled = input.protectionEnabled ?? false
  const references = input.tasks ?? []
  if (references.length === 0) throw invalidParameter('Tasks cannot be empty.')
  checkProtectionMinutes(enabled, input.expiresInMinutes)
  const { tasks, failures } = protectableTasks(scope, cluster, references)
  const protectedTasks = tasks.flatMap(task => {
    const failure = setProtection(sandbox, scope, task, enabled, input.expiresInMinutes)
    if (!failure) return [protectionShape(sandbox.clock, scope, task)]
    failures.push(failure)
    return []
  })
  return { protectedTasks, failures }
}
