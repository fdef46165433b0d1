import type { ExecuteCommandRequest, ExecuteCommandResponse } from '@aws-sdk/client-ecs'
import { AwsError, type Operation } from '../../../operation.ts'
import { findCluster, invalidParameter, lookupTask } from '../lookup.ts'

const NOT_ENABLED =
  'The execute command failed because execute command was not enabled when the task was run or the execute command agent isn’t running. Wait and try again or run a new task with execute command enabled and try again.'

/** Refuses as AWS does; where AWS would open a session it answers 501: sessions need Session Manager's own protocol. */
export const executeCommand: Operation<ExecuteCommandRequest, ExecuteCommandResponse> = (
  input,
  { scope },
) => {
  const cluster = findCluster(scope, input.cluster)
  const task = lookupTask(scope, cluster, input.task ?? '')
  if (!task || task.lastStatus === 'STOPPED') throw invalidParameter('The referenced task was not found.')
  if (!input.interactive) throw invalidParameter('Interactive is the only mode supported currently.')
  const { container: wanted } = input
  if (wanted === undefined && task.containers.length > 1) {
    throw invalidParameter('Container name must be specified for a task with more than one container.')
  }
  const container =
    wanted === undefined ? task.containers[0] : task.containers.find(({ name }) => name === wanted)
  if (!container) throw invalidParameter(`The container ${wanted} does not exist in the task.`)
  if (!task.enableExecuteCommand || container.lastStatus !== 'RUNNING') throw invalidParameter(NOT_ENABLED)
  throw new AwsError(
    'NotImplemented',
    'The practice account does not have the sessions of ECS Exec yet. Read what the container writes with "aws logs tail".',
    501,
  )
}
