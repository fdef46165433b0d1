import type { CreateRouteTableRequest, CreateRouteTableResult } from '@aws-sdk/client-ec2'
import type { Operation } from '../../../operation.ts'
import { network } from '../default-vpc.ts'
import { refuseDryRun } from '../describe.ts'
import { findVpc } from '../find.ts'
import { newId } from '../store.ts'
import type { RouteTableDocument } from '../store.ts'
import { tagsFor } from '../tags.ts'
import { rangesOf } from '../vpcs.ts'

/** Makes a route table that knows the ways inside the VPC only. */
export const createRouteTable: Operation<CreateRouteTableRequest, CreateRouteTableResult> = (
  input,
  { scope },
) => {
  const state = network(scope)
  const vpc = findVpc(state, input.VpcId)
  const Tags = tagsFor('route-table', input.TagSpecifications)
  refuseDryRun(input)
  const table: RouteTableDocument = {
    RouteTableId: newId('rtb'),
    VpcId: vpc.VpcId,
    OwnerId: scope.accountId,
    Associations: [],
    PropagatingVgws: [],
    Routes: rangesOf(vpc).map(DestinationCidrBlock => ({
      DestinationCidrBlock,
      GatewayId: 'local',
      Origin: 'CreateRouteTable',
      State: 'active',
    })),
    Tags,
  }
  state.routeTables.put(table.RouteTableId, table)
  return { RouteTable: table }
}
