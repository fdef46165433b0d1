import type { DescribeServicesRequest, DescribeServicesResponse } from '@aws-sdk/client-ecs'
import { arn } from '../../../ids.ts'
import type { Operation } from '../../../operation.ts'
import { findCluster, invalidParameter, lookupService, missing, nameOf } from '../lookup.ts'
import { serviceShape } from '../shapes.ts'

const MOST = 10

export const describeServices: Operation<DescribeServicesRequest, DescribeServicesResponse> = (
  input,
  { scope },
) => {
  const cluster = findCluster(scope, input.cluster)
  const references = input.services ?? []
  if (references.length === 0) throw invalidParameter('Services cannot be empty.')
  if (references.length > MOST) throw invalidParameter(`Services can not exceed ${MOST} in length.`)
  const withTags = input.include?.includes('TAGS')
  const found = references.map(reference => ({
    reference,
    service: lookupService(scope, cluster, reference),
  }))
  return {
    services: found.flatMap(({ service }) => (service ? [serviceShape(scope, service, withTags)] : [])),
    failures: found
      .filter(({ service }) => !service)
      .map(({ reference }) =>
        missing(arn(scope, 'ecs', `service/${cluster.clusterName}/${nameOf(reference)}`)),
      ),
  }
}
