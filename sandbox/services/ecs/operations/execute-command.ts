import { TargetNotConnectedException } from '@aws-sdk/client-ecs'
import type { ExecuteCommandRequest, ExecuteCommandResponse } from '@aws-sdk/client-ecs'
import type { Operation } from '../../../operation.ts'
import { isConnected } from '../exec/agent.ts'
import { execSessionsOf } from '../exec/sessions.ts'
import { findCluster, invalidParameter, lookupTask, thrown } from '../lookup.ts'

const NOT_ENABLED =
  'The execute command failed because execute command was not enabled when the task was run or the execute command agent isn’t running. Wait and try again or run a new task with execute command enabled and try again.'
/** What AWS says when the agent has not come through to Session Manager, mostly because its role may not. */
const NOT_CONNECTED = 'The execute command failed due to an internal error. Try again later.'

/** Opens a session for a command in a container. Throws InvalidParameterException or TargetNotConnectedException. */
export const executeCommand: Operation<ExecuteCommandRequest, ExecuteCommandResponse> = (
  input,
  { scope, sandbox },
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
  const runs = container.lastStatus === 'RUNNING' && container.handle !== undefined
  if (!task.enableExecuteCommand || !runs) throw invalidParameter(NOT_ENABLED)
  const sessions = execSessionsOf(sandbox)
  if (!sessions || !isConnected(sandbox, scope, task))
    throw thrown(TargetNotConnectedException, NOT_CONNECTED)
  return {
    clusterArn: task.clusterArn,
    containerArn: container.containerArn,
    containerName: container.name,
    interactive: true,
    session: sessions.create(scope, task, container, input.command ?? ''),
    taskArn: task.taskArn,
  }
}
