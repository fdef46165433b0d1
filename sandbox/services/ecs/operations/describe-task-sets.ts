import type { DescribeTaskSetsRequest, DescribeTaskSetsResponse } from '@aws-sdk/client-ecs'
import { arn } from '../../../ids.ts'
import type { Operation } from '../../../operation.ts'
import { missing, nameOf } from '../lookup.ts'
import { serviceKey } from '../store.ts'
import { taskSetShape } from '../task-set-shape.ts'
import { findTaskSetService } from '../task-sets.ts'

export const describeTaskSets: Operation<DescribeTaskSetsRequest, DescribeTaskSetsResponse> = (
  input,
  { scope },
) => {
  const service = findTaskSetService(scope, input)
  const all = service.taskSets ?? []
  const wanted = input.taskSets?.length ? input.taskSets : all.map(({ id }) => id)
  const found = wanted.map(reference => ({
    reference,
    taskSet: all.find(({ id }) => nameOf(id) === nameOf(reference)),
  }))
  const withTags = input.include?.includes('TAGS')
  return {
    taskSets: found.flatMap(({ taskSet }) =>
      taskSet ? [taskSetShape(scope, service, taskSet, withTags)] : [],
    ),
    failures: found
      .filter(({ taskSet }) => !taskSet)
      .map(({ reference }) =>
        missing(arn(scope, 'ecs', `task-set/${serviceKey(service)}/ecs-svc/${nameOf(reference)}`)),
      ),
  }
}
