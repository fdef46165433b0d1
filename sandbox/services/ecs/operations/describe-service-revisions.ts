import type { DescribeServiceRevisionsRequest, DescribeServiceRevisionsResponse } from '@aws-sdk/client-ecs'
import type { Operation } from '../../../operation.ts'
import { missing } from '../lookup.ts'
import { serviceRevisionShape } from '../service-deployment-shapes.ts'
import { ecs } from '../store.ts'

export const describeServiceRevisions: Operation<
  DescribeServiceRevisionsRequest,
  DescribeServiceRevisionsResponse
> = (input, { scope }) => {
  const { serviceRevisions } = ecs(scope)
  const arns = input.serviceRevisionArns ?? []
  return {
    serviceRevisions: arns.flatMap(arn => {
      const document = serviceRevisions.get(arn)
      return document ? [serviceRevisionShape(scope, document)] : []
    }),
    failures: arns.filter(arn => !serviceRevisions.has(arn)).map(missing),
  }
}
