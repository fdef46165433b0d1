import type { DeleteNetworkInterfaceRequest } from '@aws-sdk/client-ec2'
import type { Operation } from '../../../operation.ts'
import { network } from '../default-vpc.ts'
import { refuseDryRun } from '../describe.ts'
import { invalidParameterValue } from '../errors.ts'
import { findNetworkInterface } from '../find.ts'
import { freeAddressOf } from '../state-changes.ts'

/** Deletes an interface that is attached to nothing. */
export const deleteNetworkInterface: Operation<DeleteNetworkInterfaceRequest, object> = (
  input,
  { scope },
) => {
  const state = network(scope)
  const { NetworkInterfaceId, attachedBy } = findNetworkInterface(state, input.NetworkInterfaceId)
  if (attachedBy) {
    throw invalidParameterValue(`Network interface '${NetworkInterfaceId}' is currently in use.`)
  }
  refuseDryRun(input)
  const address = state.addresses.values().find(a => a.NetworkInterfaceId === NetworkInterfaceId)
  if (address) freeAddressOf(state, address.AllocationId)
  state.networkInterfaces.delete(NetworkInterfaceId)
  return {}
}
