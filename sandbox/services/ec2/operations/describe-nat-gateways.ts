import type { DescribeNatGatewaysRequest, DescribeNatGatewaysResult } from '@aws-sdk/client-ec2'
import type { Operation } from '../../../operation.ts'
import { network } from '../default-vpc.ts'
import { describe } from '../describe.ts'
import type { Kind } from '../describe.ts'
import { NAT_GATEWAY_ID } from '../find.ts'
import { shownNatGateway } from '../nat-gateways.ts'
import type { NatGatewayDocument } from '../store.ts'

const NAT_GATEWAY: Kind<NatGatewayDocument> = {
  ...NAT_GATEWAY_ID,
  idOf: gateway => gateway.NatGatewayId,
  tagsOf: gateway => gateway.Tags,
  fields: {
    'nat-gateway-id': gateway => gateway.NatGatewayId,
    state: gateway => gateway.State,
    'subnet-id': gateway => gateway.SubnetId,
    'vpc-id': gateway => gateway.VpcId,
  },
}

/** NAT gateways by id or filters; a deleted one is shown for about an hour. */
export const describeNatGateways: Operation<DescribeNatGatewaysRequest, DescribeNatGatewaysResult> = (
  { Filter, ...input },
  { scope },
) => {
  const all = network(scope).natGateways.values()
  const request = { ...input, Filters: Filter }
  const { found, ...rest } = describe(all, NAT_GATEWAY, input.NatGatewayIds, request)
  return { NatGateways: found.map(shownNatGateway), ...rest }
}
