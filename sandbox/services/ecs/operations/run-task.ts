import type { RunTaskRequest, RunTaskResponse } from '@aws-sdk/client-ecs'
import type { Operation } from '../../../operation.ts'
import { checkExecuteCommand } from '../exec/agent.ts'
import { checkRunValues } from '../known-values.ts'
import { checkLaunch, checkOverrides, checkRoles, resolveLaunch, taskTags } from '../launch.ts'
import { clientException, findActiveTaskDefinition, findCluster, invalidParameter } from '../lookup.ts'
import { checkPlacement } from '../placement.ts'
import { taskShape } from '../shapes.ts'
import { NO_INSTANCES, startTasks } from '../start-tasks.ts'
import { ecs } from '../store.ts'
import { checkedTags } from '../tags.ts'

const MOST = 10

/** Throws ClusterNotFoundException, ClientException or InvalidParameterException. */
export const runTask: Operation<RunTaskRequest, RunTaskResponse> = (input, { scope, sandbox }) => {
  const cluster = findCluster(scope, input.cluster)
  const { tasks, clientTokens } = ecs(scope)
  const { clientToken, ...rest } = input
  const request = JSON.stringify(rest)
  const earlier = clientToken ? clientTokens.get(clientToken) : undefined
  if (earlier && earlier.request !== request) {
    throw clientException('The client token was used before with other parameters.')
  }
  if (earlier) {
    const started = earlier.taskIds.flatMap(id => tasks.get(id) ?? [])
    return { tasks: started.map(task => taskShape(task, task.tags)), failures: [] }
  }

  checkRunValues(input)
  const definition = findActiveTaskDefinition(scope, input.taskDefinition)
  const count = input.count ?? 1
  if (!(count >= 1 && count <= MOST)) throw invalidParameter(`Count must be between 1 and ${MOST}.`)
  if (input.propagateTags === 'SERVICE') throw invalidParameter('Invalid value for propagateTags: SERVICE')
  if (input.startedBy && input.startedBy.length > 128) {
    throw invalidParameter('startedBy must not be longer than 128 characters.')
  }
  const tags = checkedTags(input.tags)
  const launch = resolveLaunch(cluster, input)
  checkLaunch(scope, definition, launch, input.networkConfiguration)
  const constraints = input.placementConstraints ?? []
  const strategies = input.placementStrategy ?? []
  checkPlacement(constraints, strategies)
  checkOverrides(definition, input.overrides)
  checkRoles(sandbox, scope, definition, input.overrides)
  checkExecuteCommand(input, definition, 'task')

  const { tasks: started, failures } = startTasks(sandbox, scope, {
    ...{ cluster, definition, launch, count, startedBy: input.startedBy, overrides: input.overrides },
    group: input.group ?? `family:${definition.family}`,
    networkConfiguration: input.networkConfiguration,
    enableExecuteCommand: input.enableExecuteCommand ?? false,
    tags: taskTags({ ...input, tags }, { definition, clusterName: cluster.clusterName }),
    ...{ constraints, strategies },
  })
  if (failures.some(({ arn }) => !arn)) throw invalidParameter(NO_INSTANCES)
  if (clientToken) clientTokens.put(clientToken, { taskIds: started.map(({ id }) => id), request })
  return { tasks: started.map(task => taskShape(task, task.tags)), failures }
}
