import type { DescribeVpcEndpointsRequest, DescribeVpcEndpointsResult } from '@aws-sdk/client-ec2'
import type { Operation } from '../../../operation.ts'
import { network } from '../default-vpc.ts'
import { describe } from '../describe.ts'
import type { Kind } from '../describe.ts'
import { VPC_ENDPOINT_ID } from '../find.ts'
import type { VpcEndpointDocument } from '../store.ts'
import { shownVpcEndpoint } from '../vpc-endpoints.ts'

const VPC_ENDPOINT: Kind<VpcEndpointDocument> = {
  ...VPC_ENDPOINT_ID,
  idOf: endpoint => endpoint.VpcEndpointId,
  tagsOf: endpoint => endpoint.Tags,
  fields: {
    'ip-address-type': endpoint => endpoint.IpAddressType,
    'service-region': ({ ServiceName }) => ServiceName.split('.')[2],
    'service-name': endpoint => endpoint.ServiceName,
    'vpc-endpoint-id': endpoint => endpoint.VpcEndpointId,
    'vpc-endpoint-state': endpoint => endpoint.State,
    'vpc-endpoint-type': endpoint => endpoint.VpcEndpointType,
    'vpc-id': endpoint => endpoint.VpcId,
  },
}

/** VPC endpoints by id or filters. */
export const describeVpcEndpoints: Operation<DescribeVpcEndpointsRequest, DescribeVpcEndpointsResult> = (
  input,
  { scope },
) => {
  const all = network(scope).vpcEndpoints.values()
  const { found, ...rest } = describe(all, VPC_ENDPOINT, input.VpcEndpointIds, input)
  return { VpcEndpoints: found.map(shownVpcEndpoint), ...rest }
}
