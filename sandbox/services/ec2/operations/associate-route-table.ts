import type { AssociateRouteTableRequest, AssociateRouteTableResult } from '@aws-sdk/client-ec2'
import { AwsError } from '../../../operation.ts'
import type { Operation } from '../../../operation.ts'
import { network } from '../default-vpc.ts'
import { refuseDryRun } from '../describe.ts'
import { differentNetworks, notImplemented } from '../errors.ts'
import { findRouteTable, findSubnet } from '../find.ts'
import { associate } from '../route-associations.ts'

/** Makes a subnet go by a route table other than the VPC's main one. */
export const associateRouteTable: Operation<AssociateRouteTableRequest, AssociateRouteTableResult> = (
  input,
  { scope },
) => {
  const state = network(scope)
  const table = findRouteTable(state, input.RouteTableId)
  if (input.GatewayId) throw notImplemented('route tables of gateways', 'Give SubnetId.')
  const { SubnetId, VpcId } = findSubnet(state, input.SubnetId)
  const { RouteTableId } = table
  if (VpcId !== table.VpcId) throw differentNetworks(`Route table ${RouteTableId}`, `subnet ${SubnetId}`)
  const present = state.routeTables
    .values()
    .flatMap(({ Associations }) => Associations)
    .find(association => association.SubnetId === SubnetId)
  if (present && present.RouteTableId !== RouteTableId) {
    throw new AwsError(
      'Resource.AlreadyAssociated',
      `the specified association for route table ${RouteTableId} conflicts with an existing association`,
    )
  }
  refuseDryRun(input)
  const AssociationId = present?.RouteTableAssociationId ?? associate(state, table, { SubnetId })
  return { AssociationId, AssociationState: { State: 'associated' } }
}
