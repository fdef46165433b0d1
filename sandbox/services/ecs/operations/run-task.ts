import type { RunTaskRequest, RunTaskResponse } from '@aws-sdk/client-ecs'
import type { Operation } from '../../../operation.ts'
import { addTask } from '../engine.ts'
import { checkLaunch, checkOverrides, checkRoles, newTask, resolveLaunch, taskTags } from '../launch.ts'
import { clientException, findActiveTaskDefinition, findCluster, invalidParameter } from '../lookup.ts'
import { taskShape } from '../shapes.ts'
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
  if (launch.launchType !== 'FARGATE') {
    throw invalidParameter('No Container Instances were found in your cluster.')
  }
  checkOverrides(definition, input.overrides)
  checkRoles(sandbox, definition)

  const started = Array.from({ length: count }, () =>
    newTask(sandbox, scope, {
      ...{ cluster, definition, launch, startedBy: input.startedBy, overrides: input.overrides },
      group: input.group ?? `family:${definition.family}`,
      networkConfiguration: input.networkConfiguration,
      enableExecuteCommand: input.enableExecuteCommand ?? false,
      tags: taskTags({ ...input, tags }, { definition, clusterName: cluster.clusterName }),
    }),
  )
  for (const task of started) addTask(sandbox, scope, task)
  if (clientToken) clientTokens.put(clientToken, { taskIds: started.map(({ id }) => id), request })
  return { tasks: started.map(task => taskShape(task, task.tags)), failures: [] }
}
