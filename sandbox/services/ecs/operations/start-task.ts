import type { StartTaskRequest, StartTaskResponse } from '@aws-sdk/client-ecs'
import { arn } from '../../../ids.ts'
import type { Operation } from '../../../operation.ts'
import { lookupInstance } from '../container-instances.ts'
import { checkExecuteCommand } from '../exec/agent.ts'
import { checkLaunch, checkOverrides, checkRoles, taskTags } from '../launch.ts'
import { findActiveTaskDefinition, findCluster, invalidParameter, missing, nameOf } from '../lookup.ts'
import { taskShape } from '../shapes.ts'
import { startTasks } from '../start-tasks.ts'
import { checkedTags } from '../tags.ts'

/** Starts a task on each of the instances that are named. Throws as RunTask does. */
export const startTask: Operation<StartTaskRequest, StartTaskResponse> = (input, { scope, sandbox }) => {
  const cluster = findCluster(scope, input.cluster)
  const definition = findActiveTaskDefinition(scope, input.taskDefinition)
  const references = input.containerInstances ?? []
  if (references.length === 0) throw invalidParameter('Container instances cannot be empty.')
  if (references.length > 10) throw invalidParameter('Container instances can not exceed 10 in length.')
  const tags = checkedTags(input.tags)
  const launch = { launchType: 'EC2' as const }
  checkLaunch(scope, definition, launch, input.networkConfiguration)
  checkOverrides(definition, input.overrides)
  checkRoles(sandbox, scope, definition, input.overrides)
  checkExecuteCommand(input, definition, 'task')
  const results = references.map(reference => {
    const instance = lookupInstance(scope, cluster, reference)
    if (!instance) {
      const path = `container-instance/${cluster.clusterName}/${nameOf(reference)}`
      return { tasks: [], failures: [missing(arn(scope, 'ecs', path))] }
    }
    return startTasks(sandbox, scope, {
      ...{ cluster, definition, launch, count: 1, among: [instance], constraints: [], strategies: [] },
      ...{ startedBy: input.startedBy, overrides: input.overrides },
      group: input.group ?? `family:${definition.family}`,
      networkConfiguration: input.networkConfiguration,
      enableExecuteCommand: input.enableExecuteCommand ?? false,
      tags: taskTags({ ...input, tags }, { definition, clusterName: cluster.clusterName }),
    })
  })
  return {
    tasks: results.flatMap(({ tasks }) => tasks.map(task => taskShape(task, task.tags))),
    failures: results.flatMap(({ failures }) => failures),
  }
}
