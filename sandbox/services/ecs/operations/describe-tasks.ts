import type { DescribeTasksRequest, DescribeTasksResponse } from '@aws-sdk/client-ecs'
import { arn } from '../../../ids.ts'
import type { Operation } from '../../../operation.ts'
import { findCluster, invalidParameter, lookupTask, missing, nameOf } from '../lookup.ts'
import { taskShape } from '../shapes.ts'

const MOST = 100

export const describeTasks: Operation<DescribeTasksRequest, DescribeTasksResponse> = (input, { scope }) => {
  const cluster = findCluster(scope, input.cluster)
  const references = input.tasks ?? []
  if (references.length === 0) throw invalidParameter('Tasks cannot be empty.')
  if (references.length > MOST) throw invalidParameter(`Tasks can not exceed ${MOST} in length.`)
  const withTags = input.include?.includes('TAGS')
  const found = references.map(reference => ({ reference, task: lookupTask(scope, cluster, reference) }))
  return {
    tasks: found.flatMap(({ task }) => (task ? [taskShape(task, withTags ? task.tags : [])] : [])),
    failures: found
      .filter(({ task }) => !task)
      .map(({ reference }) => missing(arn(scope, 'ecs', `task/${cluster.clusterName}/${nameOf(reference)}`))),
  }
}
