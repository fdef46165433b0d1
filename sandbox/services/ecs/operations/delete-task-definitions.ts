import type { DeleteTaskDefinitionsRequest, DeleteTaskDefinitionsResponse } from '@aws-sdk/client-ecs'
import { arn } from '../../../ids.ts'
import type { Operation } from '../../../operation.ts'
import { invalidParameter, missing, nameOf } from '../lookup.ts'
import { taskDefinitionShape } from '../shapes.ts'
import { ecs } from '../store.ts'

const MOST = 10

/** Only INACTIVE ones; one that tasks or services still use stays, in DELETE_IN_PROGRESS. */
export const deleteTaskDefinitions: Operation<DeleteTaskDefinitionsRequest, DeleteTaskDefinitionsResponse> = (
  input,
  { scope, sandbox },
) => {
  const names = (input.taskDefinitions ?? []).map(nameOf)
  if (names.length === 0 || names.length > MOST) {
    throw invalidParameter(`Between 1 and ${MOST} task definitions can be deleted at a time.`)
  }
  const { taskDefinitions, tasks, services } = ecs(scope)
  const inUse = (taskDefinitionArn: string) =>
    tasks
      .values()
      .some(task => task.taskDefinitionArn === taskDefinitionArn && task.lastStatus !== 'STOPPED') ||
    services
      .values()
      .some(service =>
        [...service.deployments, ...(service.taskSets ?? [])].some(
          ({ taskDefinition }) => taskDefinition === taskDefinitionArn,
        ),
      )
  const answer: Required<Omit<DeleteTaskDefinitionsResponse, '$metadata'>> = {
    taskDefinitions: [],
    failures: [],
  }
  for (const name of names) {
    const document = taskDefinitions.get(name)
    const taskDefinitionArn = arn(scope, 'ecs', `task-definition/${name}`)
    if (!document) answer.failures?.push(missing(taskDefinitionArn))
    else if (document.status === 'ACTIVE') {
      const detail =
        'The specified task definition is still in ACTIVE status. Please deregister the target and try again.'
      answer.failures?.push({ arn: taskDefinitionArn, reason: 'ACTIVE', detail })
    } else {
      const deleted = {
        ...document,
        status: 'DELETE_IN_PROGRESS' as const,
        deleteRequestedAt: sandbox.clock.now(),
      }
      const described = tasks.values().some(task => task.taskDefinitionArn === taskDefinitionArn)
      if (inUse(taskDefinitionArn) || described) taskDefinitions.put(name, deleted)
      else taskDefinitions.delete(name)
      answer.taskDefinitions?.push(taskDefinitionShape(deleted))
    }
  }
  return answer
}
