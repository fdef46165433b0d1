import { ConflictException } from '@aws-sdk/client-ecs'
import type { StopServiceDeploymentRequest, StopServiceDeploymentResponse } from '@aws-sdk/client-ecs'
import type { Operation } from '../../../operation.ts'
import { isOver } from '../deployments.ts'
import { findServiceDeployment, invalidParameter, thrown } from '../lookup.ts'
import { ecs } from '../store.ts'

/** Rolls a deployment back, or with ABORT leaves it as it is. Throws ServiceDeploymentNotFoundException, ConflictException. */
export const stopServiceDeployment: Operation<StopServiceDeploymentRequest, StopServiceDeploymentResponse> = (
  { serviceDeploymentArn, stopType = 'ROLLBACK' },
  { scope, sandbox },
) => {
  const record = findServiceDeployment(scope, serviceDeploymentArn)
  if (stopType !== 'ROLLBACK' && stopType !== 'ABORT') {
    throw invalidParameter('Invalid stopType. Valid values are: ABORT, ROLLBACK')
  }
  if (isOver(record) || (record.staged?.stage === 'CLEAN_UP' && record.staged.direction === 'forward')) {
    throw thrown(
      ConflictException,
      'Stopping a service deployment is not allowed for service deployment in terminal states.',
    )
  }
  if (record.status === 'PENDING' || record.status === 'IN_PROGRESS') {
    record.status = stopType === 'ROLLBACK' ? 'ROLLBACK_REQUESTED' : 'STOP_REQUESTED'
    record.updatedAt = sandbox.clock.now()
    ecs(scope).serviceDeployments.put(record.serviceDeploymentArn, record)
  }
  return { serviceDeploymentArn: record.serviceDeploymentArn }
}
