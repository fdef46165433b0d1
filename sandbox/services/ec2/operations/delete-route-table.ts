import type { DeleteRouteTableRequest } from '@aws-sdk/client-ec2'
import type { Operation } from '../../../operation.ts'
import { network } from '../default-vpc.ts'
import { refuseDryRun } from '../describe.ts'
import { hasDependencies } from '../errors.ts'
import { findRouteTable } from '../find.ts'

/** Deletes a route table that no subnet goes by; never a VPC's main one. */
export const deleteRouteTable: Operation<DeleteRouteTableRequest, object> = (input, { scope }) => {
  const state = network(scope)
  const { RouteTableId, Associations } = findRouteTable(state, input.RouteTableId)
  if (Associations.length > 0) throw hasDependencies('routeTable', RouteTableId)
  refuseDryRun(input)
  state.routeTables.delete(RouteTableId)
  return {}
}
