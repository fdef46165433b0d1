import type { DescribeNetworkAclsRequest, DescribeNetworkAclsResult } from '@aws-sdk/client-ec2'
import type { Operation } from '../../../operation.ts'
import { network } from '../default-vpc.ts'
import { describe } from '../describe.ts'
import type { Kind } from '../describe.ts'
import { notFound } from '../errors.ts'
import type { NetworkAclDocument } from '../store.ts'

const NETWORK_ACL: Kind<NetworkAclDocument> = {
  prefix: 'acl-',
  malformed: 'InvalidNetworkAclId.Malformed',
  notFound: ids => notFound('InvalidNetworkAclID.NotFound', 'networkAcl ID', ids),
  idOf: acl => acl.NetworkAclId,
  tagsOf: acl => acl.Tags,
  fields: {
    'association.association-id': acl => acl.Associations.map(a => a.NetworkAclAssociationId),
    'association.network-acl-id': acl => acl.NetworkAclId,
    'association.subnet-id': acl => acl.Associations.map(a => a.SubnetId),
    default: acl => acl.IsDefault,
    'network-acl-id': acl => acl.NetworkAclId,
    'owner-id': acl => acl.OwnerId,
    'vpc-id': acl => acl.VpcId,
  },
}

/** Network ACLs by id or filters. */
export const describeNetworkAcls: Operation<DescribeNetworkAclsRequest, DescribeNetworkAclsResult> = (
  input,
  { scope },
) => {
  const all = network(scope).networkAcls.values()
  const { found: NetworkAcls, ...rest } = describe(all, NETWORK_ACL, input.NetworkAclIds, input)
  return { NetworkAcls, ...rest }
}
