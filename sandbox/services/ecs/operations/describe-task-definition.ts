import type { DescribeTaskDefinitionRequest, DescribeTaskDefinitionResponse } from '@aws-sdk/client-ecs'
import type { Operation } from '../../../operation.ts'
import { findTaskDefinition } from '../lookup.ts'
import { taskDefinitionShape } from '../shapes.ts'

export const describeTaskDefinition: Operation<
  DescribeTaskDefinitionRequest,
  DescribeTaskDefinitionResponse
> = (input, { scope }) => {
  const document = findTaskDefinition(scope, input.taskDefinition)
  return {
    taskDefinition: taskDefinitionShape(document),
    tags: input.include?.includes('TAGS') ? document.tags : [],
  }
}
