import type { DescribeAddressesRequest, DescribeAddressesResult } from '@aws-sdk/client-ec2'
import { AwsError } from '../../../operation.ts'
import type { Operation } from '../../../operation.ts'
import { network } from '../default-vpc.ts'
import { describe } from '../describe.ts'
import type { Kind } from '../describe.ts'
import { ALLOCATION_ID } from '../find.ts'
import type { AddressDocument } from '../store.ts'

const ADDRESS: Kind<AddressDocument> = {
  ...ALLOCATION_ID,
  idOf: address => address.AllocationId,
  tagsOf: address => address.Tags,
  fields: {
    'allocation-id': address => address.AllocationId,
    'association-id': address => address.AssociationId,
    domain: address => address.Domain,
    'instance-id': address => address.InstanceId,
    'network-border-group': address => address.NetworkBorderGroup,
    'network-interface-id': address => address.NetworkInterfaceId,
    'network-interface-owner-id': address => address.NetworkInterfaceOwnerId,
    'private-ip-address': address => address.PrivateIpAddress,
    'public-ip': address => address.PublicIp,
  },
}

/** Elastic addresses by allocation id, by address or filters; AWS answers all at once, without pages. */
export const describeAddresses: Operation<DescribeAddressesRequest, DescribeAddressesResult> = (
  input,
  { scope },
) => {
  const all = network(scope).addresses.values()
  const wanted = input.PublicIps ?? []
  const missing = wanted.filter(ip => !all.some(({ PublicIp }) => PublicIp === ip))
  if (missing.length > 0) {
    throw new AwsError('InvalidAddress.NotFound', `Address '${missing.join(', ')}' not found.`)
  }
  const chosen = all.filter(({ PublicIp }) => wanted.length === 0 || wanted.includes(PublicIp))
  const { Filters, DryRun } = input
  return { Addresses: describe(chosen, ADDRESS, input.AllocationIds, { Filters, DryRun }).found }
}
