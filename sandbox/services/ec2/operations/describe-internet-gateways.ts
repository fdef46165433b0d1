import type { DescribeInternetGatewaysRequest, DescribeInternetGatewaysResult } from '@aws-sdk/client-ec2'
import type { Operation } from '../../../operation.ts'
import { network } from '../default-vpc.ts'
import { describe } from '../describe.ts'
import type { Kind } from '../describe.ts'
import { notFound } from '../errors.ts'
import type { InternetGatewayDocument } from '../store.ts'

const INTERNET_GATEWAY: Kind<InternetGatewayDocument> = {
  prefix: 'igw-',
  malformed: 'InvalidInternetGatewayId.Malformed',
  notFound: ids => notFound('InvalidInternetGatewayID.NotFound', 'internetGateway ID', ids),
  idOf: gateway => gateway.InternetGatewayId,
  tagsOf: gateway => gateway.Tags,
  fields: {
    'attachment.state': gateway => gateway.Attachments.map(a => a.State),
    'attachment.vpc-id': gateway => gateway.Attachments.map(a => a.VpcId),
    'internet-gateway-id': gateway => gateway.InternetGatewayId,
    'owner-id': gateway => gateway.OwnerId,
  },
}

/** Internet gateways by id or filters. */
export const describeInternetGateways: Operation<
  DescribeInternetGatewaysRequest,
  DescribeInternetGatewaysResult
> = (input, { scope }) => {
  const all = network(scope).internetGateways.values()
  const { found: InternetGateways, ...rest } = describe(
    all,
    INTERNET_GATEWAY,
    input.InternetGatewayIds,
    input,
  )
  return { InternetGateways, ...rest }
}
