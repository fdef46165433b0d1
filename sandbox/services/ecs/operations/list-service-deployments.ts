import type { ListServiceDeploymentsRequest, ListServiceDeploymentsResponse } from '@aws-sdk/client-ecs'
import type { Operation } from '../../../operation.ts'
import { findCluster, findService } from '../lookup.ts'
import { page } from '../pages.ts'
import { serviceDeploymentShape } from '../service-deployment-shapes.ts'
import { ecs } from '../store.ts'

/** Newest first. */
export const listServiceDeployments: Operation<
  ListServiceDeploymentsRequest,
  ListServiceDeploymentsResponse
> = (input, { scope, sandbox }) => {
  const service = findService(scope, findCluster(scope, input.cluster), input.service ?? '')
  const found = ecs(scope)
    .serviceDeployments.values()
    .filter(({ serviceArn }) => serviceArn === service.serviceArn)
    .filter(({ status }) => !input.status?.length || input.status.includes(status))
    .filter(({ createdAt }) => createdAt <= (input.createdAt?.before?.getTime() ?? Infinity))
    .filter(({ createdAt }) => createdAt >= (input.createdAt?.after?.getTime() ?? 0))
    .sort((a, b) => b.createdAt - a.createdAt)
  const { items, ...rest } = page(found, input)
  return {
    serviceDeployments: items.map(document => {
      const shape = serviceDeploymentShape(sandbox, scope, document)
      const { serviceDeploymentArn, serviceArn, clusterArn, startedAt, createdAt, finishedAt } = shape
      const { targetServiceRevision, status, statusReason } = shape
      return {
        ...{ serviceDeploymentArn, serviceArn, clusterArn, startedAt, createdAt, finishedAt },
        ...{ targetServiceRevisionArn: targetServiceRevision?.arn, status, statusReason },
      }
    }),
    ...rest,
  }
}
