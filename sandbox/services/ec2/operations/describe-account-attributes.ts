import type { DescribeAccountAttributesRequest, DescribeAccountAttributesResult } from '@aws-sdk/client-ec2'
import type { Operation } from '../../../operation.ts'
import { network } from '../default-vpc.ts'
import { refuseDryRun } from '../describe.ts'

/** Which platforms the account has, and its default VPC. */
export const describeAccountAttributes: Operation<
  DescribeAccountAttributesRequest,
  DescribeAccountAttributesResult
> = (input, { scope }) => {
  refuseDryRun(input)
  const standard = network(scope)
    .vpcs.values()
    .find(vpc => vpc.IsDefault)
  const attributes: Record<string, string[]> = {
    'supported-platforms': ['VPC'],
    'vpc-max-security-groups-per-interface': ['5'],
    'max-elastic-ips': ['5'],
    'max-instances': ['20'],
    'vpc-max-elastic-ips': ['5'],
    'default-vpc': [standard?.VpcId ?? 'none'],
  }
  const wanted: string[] = input.AttributeNames ?? []
  return {
    AccountAttributes: Object.entries(attributes)
      .filter(([name]) => wanted.length === 0 || wanted.includes(name))
      .map(([AttributeName, values]) => ({
        AttributeName,
        AttributeValues: values.map(AttributeValue => ({ AttributeValue })),
      })),
  }
}
