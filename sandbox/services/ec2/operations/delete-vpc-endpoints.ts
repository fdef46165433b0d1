import type { DeleteVpcEndpointsRequest, DeleteVpcEndpointsResult } from '@aws-sdk/client-ec2'
import type { Operation } from '../../../operation.ts'
import { network } from '../default-vpc.ts'
import { refuseDryRun } from '../describe.ts'
import { missingParameter } from '../errors.ts'
import { VPC_ENDPOINT_ID } from '../find.ts'
import { vpcEndpointDue, watchStateChanges } from '../state-changes.ts'
import { removeEndpointRoutes } from '../vpc-endpoints.ts'

/** Deletes endpoints; what could not be deleted is told in the answer, not thrown. */
export const deleteVpcEndpoints: Operation<DeleteVpcEndpointsRequest, DeleteVpcEndpointsResult> = (
  input,
  { scope, sandbox },
) => {
  const ids = input.VpcEndpointIds ?? []
  if (ids.length === 0) throw missingParameter('vpcEndpointId')
  const state = network(scope)
  refuseDryRun(input)
  const Unsuccessful = ids.flatMap(id => {
    const endpoint = state.vpcEndpoints.get(id)
    if (!endpoint) {
      const { code: Code, message: Message } = VPC_ENDPOINT_ID.notFound([id])
      return [{ ResourceId: id, Error: { Code, Message } }]
    }
    removeEndpointRoutes(state, id)
    const nextStateAt = vpcEndpointDue(sandbox, scope, 'deleting')
    if (endpoint.VpcEndpointType === 'Gateway') state.vpcEndpoints.delete(id)
    else if (endpoint.State !== 'deleting') {
      state.vpcEndpoints.put(id, { ...endpoint, State: 'deleting', nextStateAt })
    }
    return []
  })
  watchStateChanges(sandbox, scope)
  return { Unsuccessful }
}
