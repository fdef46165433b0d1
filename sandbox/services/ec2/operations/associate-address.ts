import type { AssociateAddressRequest, AssociateAddressResult } from '@aws-sdk/client-ec2'
import { routesChanged } from '../../../dataplane/data-plane.ts'
import { AwsError } from '../../../operation.ts'
import type { Operation } from '../../../operation.ts'
import { network } from '../default-vpc.ts'
import { refuseDryRun } from '../describe.ts'
import { associateAddress as associate, hasInternetGateway, namedAddress } from '../elastic-addresses.ts'
import { notFound } from '../errors.ts'
import { findNetworkInterface } from '../find.ts'
import { freeAddressOf } from '../state-changes.ts'

/** Gives an elastic address to a network interface. */
export const associateAddress: Operation<AssociateAddressRequest, AssociateAddressResult> = (
  input,
  { scope, sandbox },
) => {
  const state = network(scope)
  const address = namedAddress(state, { AllocationId: input.AllocationId, PublicIp: input.PublicIp })
  if (input.InstanceId) throw notFound('InvalidInstanceID.NotFound', 'instance ID', [input.InstanceId])
  const eni = findNetworkInterface(state, input.NetworkInterfaceId)
  if (!hasInternetGateway(state, eni.VpcId)) {
    throw new AwsError('Gateway.NotAttached', `Network ${eni.VpcId} is not attached to any internet gateway`)
  }
  if (address.AssociationId && input.AllowReassociation === false) {
    throw new AwsError(
      'Resource.AlreadyAssociated',
      `resource ${address.AllocationId} is already associated with associate-id ${address.AssociationId}`,
    )
  }
  refuseDryRun(input)
  const former = state.addresses
    .values()
    .find(other => other.NetworkInterfaceId === eni.NetworkInterfaceId && other !== address)
  if (former) freeAddressOf(state, former.AllocationId)
  const AssociationId = associate(scope, state, address, eni)
  routesChanged(sandbox, scope)
  return { AssociationId }
}
