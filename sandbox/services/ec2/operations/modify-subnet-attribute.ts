import type { ModifySubnetAttributeRequest } from '@aws-sdk/client-ec2'
import { AwsError } from '../../../operation.ts'
import type { Operation } from '../../../operation.ts'
import { network } from '../default-vpc.ts'
import { notImplemented } from '../errors.ts'
import { findSubnet } from '../find.ts'
import type { SubnetDocument } from '../store.ts'

/** Changes one attribute of a subnet. Host name settings are kept and have no effect. */
export const modifySubnetAttribute: Operation<ModifySubnetAttributeRequest, object> = (input, { scope }) => {
  const state = network(scope)
  const subnet = findSubnet(state, input.SubnetId)
  const { SubnetId: _subnetId, ...attributes } = input
  const given = Object.entries(attributes).filter(([, value]) => value !== undefined)
  if (given.length !== 1) {
    throw given.length === 0
      ? new AwsError('InvalidParameterCombination', 'No attributes specified.')
      : new AwsError(
          'InvalidParameterCombination',
          `Fields for multiple attribute types specified: ${given.map(([name]) => name).join(', ')}`,
        )
  }
  const change = changeOf(input, subnet)
  if (!change) throw notImplemented(`subnet attribute '${given[0]?.[0]}'`, 'Leave it as it is.')
  state.subnets.put(subnet.SubnetId, { ...subnet, ...change })
  return {}
}

function changeOf(
  input: ModifySubnetAttributeRequest,
  { PrivateDnsNameOptionsOnLaunch: options }: SubnetDocument,
): Partial<SubnetDocument> | undefined {
  if (input.MapPublicIpOnLaunch) return { MapPublicIpOnLaunch: input.MapPublicIpOnLaunch.Value }
  if (input.PrivateDnsHostnameTypeOnLaunch) {
    const HostnameType = input.PrivateDnsHostnameTypeOnLaunch
    return { PrivateDnsNameOptionsOnLaunch: { ...options, HostnameType } }
  }
  if (input.EnableResourceNameDnsARecordOnLaunch) {
    const EnableResourceNameDnsARecord = input.EnableResourceNameDnsARecordOnLaunch.Value
    return { PrivateDnsNameOptionsOnLaunch: { ...options, EnableResourceNameDnsARecord } }
  }
  return undefined
}
