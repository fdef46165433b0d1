import { ServiceNotActiveException } from '@aws-sdk/client-ecs'
import type { DeleteServiceRequest, DeleteServiceResponse } from '@aws-sdk/client-ecs'
import type { Operation } from '../../../operation.ts'
import { endRecord, runningDeployment } from '../deployments.ts'
import { findCluster, findService, invalidParameter, thrown } from '../lookup.ts'
import { serviceShape } from '../shapes.ts'
import { ecs, serviceKey } from '../store.ts'

/** The service is DRAINING until its tasks have ended. Throws InvalidParameterException while it is scaled above 0, without force. */
export const deleteService: Operation<DeleteServiceRequest, DeleteServiceResponse> = (
  input,
  { scope, sandbox },
) => {
  const cluster = findCluster(scope, input.cluster)
  const service = findService(scope, cluster, input.service ?? '')
  if (service.status !== 'ACTIVE') throw thrown(ServiceNotActiveException, 'Service was not ACTIVE.')
  if (!input.force && service.desiredCount > 0) {
    throw invalidParameter('The service cannot be stopped while it is scaled above 0.')
  }
  const running = runningDeployment(scope, service)
  if (running) endRecord(sandbox, scope, running, { status: 'STOPPED', statusReason: 'Service was deleted.' })
  service.status = 'DRAINING'
  service.desiredCount = 0
  ecs(scope).services.put(serviceKey(service), service)
  return { service: serviceShape(scope, service, true) }
}
