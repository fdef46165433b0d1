import type { CreateNetworkInterfaceRequest, CreateNetworkInterfaceResult } from '@aws-sdk/client-ec2'
import type { Operation } from '../../../operation.ts'
import { network } from '../default-vpc.ts'
import { refuseDryRun } from '../describe.ts'
import { notImplemented } from '../errors.ts'
import { findSubnet } from '../find.ts'
import { createInterface, groupsFor } from '../network-interfaces.ts'
import { shownInterface } from '../shown-interface.ts'
import { tagsFor } from '../tags.ts'

/** Makes a network interface of the account's own, attached to nothing. */
export const createNetworkInterface: Operation<
  CreateNetworkInterfaceRequest,
  CreateNetworkInterfaceResult
> = (input, { scope }) => {
  const state = network(scope)
  const { SubnetId, VpcId } = findSubnet(state, input.SubnetId)
  if (input.Ipv6Addresses?.length || input.Ipv6AddressCount || input.SecondaryPrivateIpAddressCount) {
    throw notImplemented('secondary or IPv6 addresses of interfaces', 'Give one PrivateIpAddress, or none.')
  }
  const securityGroupIds = groupsFor(state, VpcId, input.Groups ?? [])
  const tags = tagsFor('network-interface', input.TagSpecifications)
  refuseDryRun(input)
  const made = createInterface(scope, {
    ...{ subnetId: SubnetId, securityGroupIds, description: input.Description ?? '', tags },
    ...(input.PrivateIpAddress && { privateIpAddress: input.PrivateIpAddress }),
  })
  return { NetworkInterface: shownInterface(scope, made), ClientToken: input.ClientToken }
}
