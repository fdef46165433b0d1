import type {
  UpdateContainerInstancesStateRequest,
  UpdateContainerInstancesStateResponse,
} from '@aws-sdk/client-ecs'
import { arn } from '../../../ids.ts'
import type { Operation } from '../../../operation.ts'
import { instanceShape, lookupInstance } from '../container-instances.ts'
import { sendInstanceStateChange } from '../event-stream.ts'
import { findCluster, invalidParameter, missing, nameOf } from '../lookup.ts'
import { ecs } from '../store.ts'

/** DRAINING takes no more tasks, and services replace theirs. Throws InvalidParameterException. */
export const updateContainerInstancesState: Operation<
  UpdateContainerInstancesStateRequest,
  UpdateContainerInstancesStateResponse
> = (input, { scope, sandbox }) => {
  const cluster = findCluster(scope, input.cluster)
  const { status, containerInstances: references = [] } = input
  if (status !== 'ACTIVE' && status !== 'DRAINING') {
    throw invalidParameter('Container instance status should be one of [ACTIVE, DRAINING]')
  }
  if (references.length > 10) throw invalidParameter('Container instances can not exceed 10 in length.')
  const answer: UpdateContainerInstancesStateResponse = { containerInstances: [], failures: [] }
  for (const reference of references) {
    const found = lookupInstance(scope, cluster, reference)
    if (!found) {
      const path = `container-instance/${cluster.clusterName}/${nameOf(reference)}`
      answer.failures?.push(missing(arn(scope, 'ecs', path)))
      continue
    }
    const changed = { ...found, status, version: found.version + 1 }
    ecs(scope).containerInstances.put(found.id, changed)
    sendInstanceStateChange(sandbox, scope, changed)
    answer.containerInstances?.push(instanceShape(scope, changed))
  }
  return answer
}
