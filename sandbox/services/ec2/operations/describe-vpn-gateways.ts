import type { DescribeVpnGatewaysRequest, DescribeVpnGatewaysResult } from '@aws-sdk/client-ec2'
import type { Operation } from '../../../operation.ts'
import { refuseDryRun } from '../describe.ts'
import { notFound } from '../errors.ts'

/** None: the practice account has no VPN gateways. CDK asks for them whenever it looks a VPC up. */
export const describeVpnGateways: Operation<
  DescribeVpnGatewaysRequest,
  DescribeVpnGatewaysResult
> = input => {
  if (input.VpnGatewayIds?.length) {
    throw notFound('InvalidVpnGatewayID.NotFound', 'vpnGateway ID', input.VpnGatewayIds)
  }
  refuseDryRun(input)
  return { VpnGateways: [] }
}
