import type { DescribeVpcsRequest, DescribeVpcsResult } from '@aws-sdk/client-ec2'
import type { Operation } from '../../../operation.ts'
import { network } from '../default-vpc.ts'
import { describe } from '../describe.ts'
import type { Kind } from '../describe.ts'
import { vpcNotFound } from '../errors.ts'
import { matchingNothing } from '../filters.ts'
import type { VpcDocument } from '../store.ts'
import { shownVpc } from '../vpcs.ts'

const VPC: Kind<VpcDocument> = {
  prefix: 'vpc-',
  malformed: 'InvalidVpcID.Malformed',
  notFound: vpcNotFound,
  idOf: vpc => vpc.VpcId,
  tagsOf: vpc => vpc.Tags,
  fields: {
    cidr: vpc => vpc.CidrBlock,
    'cidr-block': vpc => vpc.CidrBlock,
    'cidr-block-association.association-id': vpc => vpc.CidrBlockAssociationSet?.map(a => a.AssociationId),
    'cidr-block-association.cidr-block': vpc => vpc.CidrBlockAssociationSet?.map(a => a.CidrBlock),
    'cidr-block-association.state': vpc => vpc.CidrBlockAssociationSet?.map(a => a.CidrBlockState?.State),
    'dhcp-options-id': vpc => vpc.DhcpOptionsId,
    'is-default': vpc => vpc.IsDefault,
    isDefault: vpc => vpc.IsDefault,
    'owner-id': vpc => vpc.OwnerId,
    state: vpc => vpc.State,
    'vpc-id': vpc => vpc.VpcId,
    ...matchingNothing(
      'ipv6-cidr-block-association.ipv6-cidr-block',
      'ipv6-cidr-block-association.ipv6-pool',
      'ipv6-cidr-block-association.association-id',
      'ipv6-cidr-block-association.state',
    ),
  },
}

/** VPCs by id or filters. */
export const describeVpcs: Operation<DescribeVpcsRequest, DescribeVpcsResult> = (input, { scope }) => {
  const { found, ...rest } = describe(network(scope).vpcs.values(), VPC, input.VpcIds, input)
  return { Vpcs: found.map(shownVpc), ...rest }
}
