import type { AllocateAddressRequest, AllocateAddressResult } from '@aws-sdk/client-ec2'
import type { Operation } from '../../../operation.ts'
import { network } from '../default-vpc.ts'
import { refuseDryRun } from '../describe.ts'
import { invalidParameterValue, notImplemented } from '../errors.ts'
import { freePublicAddress } from '../network-interfaces.ts'
import { newId } from '../store.ts'
import { tagsFor } from '../tags.ts'

/** Gives the account an elastic address. */
export const allocateAddress: Operation<AllocateAddressRequest, AllocateAddressResult> = (
  input,
  { scope },
) => {
  const state = network(scope)
  if (input.Domain && input.Domain !== 'vpc') {
    throw invalidParameterValue(
      `Invalid value '${input.Domain}' for domain. EC2-Classic is retired; use 'vpc'.`,
    )
  }
  if (input.Address || input.CustomerOwnedIpv4Pool || input.IpamPoolId) {
    throw notImplemented('address pools of customers', 'Leave Address and the pools out.')
  }
  const Tags = tagsFor('elastic-ip', input.TagSpecifications)
  refuseDryRun(input)
  const AllocationId = newId('eipalloc')
  const address = {
    AllocationId,
    PublicIp: freePublicAddress(scope),
    PublicIpv4Pool: 'amazon',
    NetworkBorderGroup: scope.region,
    Domain: 'vpc' as const,
  }
  state.addresses.put(AllocationId, { ...address, Tags })
  return address
}
