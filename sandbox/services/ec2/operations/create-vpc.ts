import type { CreateVpcRequest, CreateVpcResult } from '@aws-sdk/client-ec2'
import type { Operation } from '../../../operation.ts'
import { addressRange } from '../address-ranges.ts'
import {
  addDefaultNetworkAcl,
  addDefaultSecurityGroup,
  addMainRouteTable,
  addVpc,
  network,
} from '../default-vpc.ts'
import { refuseDryRun } from '../describe.ts'
import { notImplemented } from '../errors.ts'
import { newId } from '../store.ts'
import { tagsFor } from '../tags.ts'
import { shownVpc } from '../vpcs.ts'

/** Makes a VPC with its main route table, default network ACL and default security group. */
export const createVpc: Operation<CreateVpcRequest, CreateVpcResult> = (input, { scope }) => {
  if (input.Ipv4IpamPoolId || input.Ipv6IpamPoolId) {
    throw notImplemented('address pools (IPAM)', 'Give CidrBlock.')
  }
  if (input.AmazonProvidedIpv6CidrBlock || input.Ipv6CidrBlock || input.Ipv6Pool) {
    throw notImplemented('IPv6 in its VPCs', 'Give an IPv4 CidrBlock only.')
  }
  const cidrBlock = addressRange(input.CidrBlock, 'cidrBlock', 'InvalidVpc.Range')
  const tags = tagsFor('vpc', input.TagSpecifications)
  const { vpcs } = network(scope)
  refuseDryRun(input)
  const vpcId = newId('vpc')
  addVpc(scope, { vpcId, cidrBlock, isDefault: false, tenancy: input.InstanceTenancy, tags })
  addMainRouteTable(scope, vpcId, cidrBlock)
  addDefaultNetworkAcl(scope, vpcId, newId('acl'), [])
  addDefaultSecurityGroup(scope, vpcId)
  const made = vpcs.get(vpcId)
  return { Vpc: made && { ...shownVpc(made), State: 'pending' } }
}
