import type {
  DescribeServiceDeploymentsRequest,
  DescribeServiceDeploymentsResponse,
} from '@aws-sdk/client-ecs'
import type { Operation } from '../../../operation.ts'
import { missing } from '../lookup.ts'
import { serviceDeploymentShape } from '../service-deployment-shapes.ts'
import { ecs } from '../store.ts'

export const describeServiceDeployments: Operation<
  DescribeServiceDeploymentsRequest,
  DescribeServiceDeploymentsResponse
> = (input, { scope, sandbox }) => {
  const { serviceDeployments } = ecs(scope)
  const arns = input.serviceDeploymentArns ?? []
  return {
    serviceDeployments: arns.flatMap(arn => {
      const document = serviceDeployments.get(arn)
      return document ? [serviceDeploymentShape(sandbox, scope, document)] : []
    }),
    failures: arns.filter(arn => !serviceDeployments.has(arn)).map(missing),
  }
}
