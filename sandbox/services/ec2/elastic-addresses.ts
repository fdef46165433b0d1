import { AwsError } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { missingParameter, notFound } from './errors.ts'
import { findAddress } from './find.ts'
import { freeAddressOf } from './state-changes.ts'
import { newId } from './store.ts'
import type { AddressDocument, Network, NetworkInterfaceDocument } from './store.ts'

interface AddressRequest {
  AllocationId?: string | undefined
  AssociationId?: string | undefined
  PublicIp?: string | undefined
}

/** The address that a request names in one of the three ways. */
export function namedAddress(state: Network, request: AddressRequest): AddressDocument {
  const { AllocationId, AssociationId, PublicIp } = request
  if (AllocationId) return findAddress(state, AllocationId)
  if (AssociationId) {
    const found = state.addresses.values().find(address => address.AssociationId === AssociationId)
    if (!found) throw notFound('InvalidAssociationID.NotFound', 'association ID', [AssociationId])
    return found
  }
  if (!PublicIp) throw missingParameter('allocationId')
  const found = state.addresses.values().find(address => address.PublicIp === PublicIp)
  if (!found) throw new AwsError('InvalidAddress.NotFound', `Address '${PublicIp}' not found.`)
  return found
}

/** Gives the interface this address in the place of any other; answers the association's id. */
export function associateAddress(
  scope: Scope,
  state: Network,
  address: AddressDocument,
  eni: NetworkInterfaceDocument,
): string {
  freeAddressOf(state, address.AllocationId)
  const AssociationId = newId('eipassoc')
  state.addresses.put(address.AllocationId, {
    ...address,
    AssociationId,
    NetworkInterfaceId: eni.NetworkInterfaceId,
    NetworkInterfaceOwnerId: scope.accountId,
    PrivateIpAddress: eni.PrivateIpAddress,
  })
  const { NetworkInterfaceId, PublicIp: _former, ...rest } = eni
  state.networkInterfaces.put(NetworkInterfaceId, {
    ...rest,
    NetworkInterfaceId,
    PublicIp: address.PublicIp,
  })
  return AssociationId
}

/** Whether the VPC has an internet gateway, without which no public address leads anywhere. */
export function hasInternetGateway(state: Network, vpcId: string): boolean {
  return state.internetGateways.values().some(gateway => gateway.Attachments.some(a => a.VpcId === vpcId))
}

/** Throws for an address that AWS's own services hold: those must let go of it themselves. */
export function refuseManaged(state: Network, { NetworkInterfaceId = '' }: AddressDocument): void {
  if (!state.networkInterfaces.get(NetworkInterfaceId)?.requesterId) return
  throw new AwsError('AuthFailure', 'You do not have permission to access the specified resource.')
}
