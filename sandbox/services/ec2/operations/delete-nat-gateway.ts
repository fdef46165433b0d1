import type { DeleteNatGatewayRequest, DeleteNatGatewayResult } from '@aws-sdk/client-ec2'
import type { Operation } from '../../../operation.ts'
import { network } from '../default-vpc.ts'
import { refuseDryRun } from '../describe.ts'
import { findNatGateway } from '../find.ts'
import { natGatewayDue, watchStateChanges } from '../state-changes.ts'

/** Deletes a NAT gateway; its interface and elastic address are free once it is `deleted`. */
export const deleteNatGateway: Operation<DeleteNatGatewayRequest, DeleteNatGatewayResult> = (
  input,
  { scope, sandbox },
) => {
  const state = network(scope)
  const gateway = findNatGateway(state, input.NatGatewayId)
  const { NatGatewayId, State } = gateway
  refuseDryRun(input)
  if (State !== 'deleting' && State !== 'deleted') {
    const nextStateAt = natGatewayDue(sandbox, scope, 'deleting')
    state.natGateways.put(NatGatewayId, { ...gateway, State: 'deleting', nextStateAt })
    watchStateChanges(sandbox, scope)
  }
  return { NatGatewayId }
}
