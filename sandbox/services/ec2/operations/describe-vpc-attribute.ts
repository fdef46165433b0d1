import type { DescribeVpcAttributeRequest, DescribeVpcAttributeResult } from '@aws-sdk/client-ec2'
import type { Operation } from '../../../operation.ts'
import { network } from '../default-vpc.ts'
import { refuseDryRun } from '../describe.ts'
import { invalidParameterValue, missingParameter, vpcNotFound } from '../errors.ts'

/** One attribute of a VPC, as AWS answers: one at a time. */
export const describeVpcAttribute: Operation<DescribeVpcAttributeRequest, DescribeVpcAttributeResult> = (
  input,
  { scope },
) => {
  if (!input.VpcId) throw missingParameter('vpcId')
  refuseDryRun(input)
  const vpc = network(scope).vpcs.get(input.VpcId)
  if (!vpc) throw vpcNotFound([input.VpcId])
  const { VpcId, attributes } = vpc
  switch (input.Attribute) {
    case 'enableDnsSupport':
      return { VpcId, EnableDnsSupport: { Value: attributes.enableDnsSupport } }
    case 'enableDnsHostnames':
      return { VpcId, EnableDnsHostnames: { Value: attributes.enableDnsHostnames } }
    case 'enableNetworkAddressUsageMetrics':
      return { VpcId, EnableNetworkAddressUsageMetrics: { Value: false } }
    default:
      throw invalidParameterValue(
        `Value (${String(input.Attribute)}) for parameter attribute is invalid. Unknown attribute.`,
      )
  }
}
