import type {
  ReplaceRouteTableAssociationRequest,
  ReplaceRouteTableAssociationResult,
} from '@aws-sdk/client-ec2'
import type { Operation } from '../../../operation.ts'
import { network } from '../default-vpc.ts'
import { refuseDryRun } from '../describe.ts'
import { differentNetworks } from '../errors.ts'
import { findRouteTable } from '../find.ts'
import { associate, dissociate, findAssociation } from '../route-associations.ts'

/** Moves a subnet, or with the main association the whole VPC, to another route table. */
export const replaceRouteTableAssociation: Operation<
  ReplaceRouteTableAssociationRequest,
  ReplaceRouteTableAssociationResult
> = (input, { scope }) => {
  const state = network(scope)
  const { RouteTableId, VpcId } = findRouteTable(state, input.RouteTableId)
  const { table: present, association } = findAssociation(state, input.AssociationId)
  if (present.VpcId !== VpcId) {
    throw differentNetworks(`Route table ${RouteTableId}`, `association ${input.AssociationId}`)
  }
  refuseDryRun(input)
  dissociate(state, present, association)
  const { Main, SubnetId = '' } = association
  const NewAssociationId = associate(
    state,
    findRouteTable(state, RouteTableId),
    Main ? { Main: true } : { SubnetId },
  )
  return { NewAssociationId, AssociationState: { State: 'associated' } }
}
