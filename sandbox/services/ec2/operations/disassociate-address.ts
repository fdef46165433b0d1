import type { DisassociateAddressRequest } from '@aws-sdk/client-ec2'
import { routesChanged } from '../../../dataplane/data-plane.ts'
import type { Operation } from '../../../operation.ts'
import { network } from '../default-vpc.ts'
import { refuseDryRun } from '../describe.ts'
import { namedAddress, refuseManaged } from '../elastic-addresses.ts'
import { freeAddressOf } from '../state-changes.ts'

/** Takes an elastic address off its interface; the account keeps it. */
export const disassociateAddress: Operation<DisassociateAddressRequest, object> = (
  input,
  { scope, sandbox },
) => {
  const state = network(scope)
  const address = namedAddress(state, { AssociationId: input.AssociationId, PublicIp: input.PublicIp })
  refuseManaged(state, address)
  refuseDryRun(input)
  freeAddressOf(state, address.AllocationId)
  routesChanged(sandbox, scope)
  return {}
}
