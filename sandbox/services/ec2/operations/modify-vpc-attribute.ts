import type { ModifyVpcAttributeRequest } from '@aws-sdk/client-ec2'
import { AwsError } from '../../../operation.ts'
import type { Operation } from '../../../operation.ts'
import { network } from '../default-vpc.ts'
import { invalidParameterValue } from '../errors.ts'
import { findVpc } from '../find.ts'

/** Turns DNS support or DNS host names of a VPC on or off, one attribute a call. */
export const modifyVpcAttribute: Operation<ModifyVpcAttributeRequest, object> = (input, { scope }) => {
  const state = network(scope)
  const vpc = findVpc(state, input.VpcId)
  const wanted = {
    enableDnsSupport: input.EnableDnsSupport?.Value,
    enableDnsHostnames: input.EnableDnsHostnames?.Value,
    enableNetworkAddressUsageMetrics: input.EnableNetworkAddressUsageMetrics?.Value,
  }
  const given = Object.entries(wanted).filter(([, value]) => value !== undefined)
  if (given.length !== 1) {
    throw given.length === 0
      ? new AwsError('InvalidParameterCombination', 'No attributes specified.')
      : new AwsError(
          'InvalidParameterCombination',
          `Fields for multiple attribute types specified: ${given.map(([name]) => name).join(', ')}`,
        )
  }
  if (wanted.enableNetworkAddressUsageMetrics) {
    throw invalidParameterValue('The practice account has no network address usage metrics.')
  }
  const { enableDnsSupport, enableDnsHostnames } = wanted
  const attributes = {
    enableDnsSupport: enableDnsSupport ?? vpc.attributes.enableDnsSupport,
    enableDnsHostnames: enableDnsHostnames ?? vpc.attributes.enableDnsHostnames,
  }
  state.vpcs.put(vpc.VpcId, { ...vpc, attributes })
  return {}
}
