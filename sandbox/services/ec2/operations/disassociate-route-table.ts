import type { DisassociateRouteTableRequest } from '@aws-sdk/client-ec2'
import type { Operation } from '../../../operation.ts'
import { network } from '../default-vpc.ts'
import { refuseDryRun } from '../describe.ts'
import { invalidParameterValue } from '../errors.ts'
import { dissociate, findAssociation } from '../route-associations.ts'

/** Makes a subnet go by the VPC's main route table again. */
export const disassociateRouteTable: Operation<DisassociateRouteTableRequest, object> = (
  input,
  { scope },
) => {
  const state = network(scope)
  const { table, association } = findAssociation(state, input.AssociationId)
  if (association.Main) {
    throw invalidParameterValue(`cannot disassociate the main route table association ${input.AssociationId}`)
  }
  refuseDryRun(input)
  dissociate(state, table, association)
  return {}
}
